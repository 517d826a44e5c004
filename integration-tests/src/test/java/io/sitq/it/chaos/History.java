package io.sitq.it.chaos;

import io.sitq.CancelOutcome;
import io.sitq.it.chaos.ChaosTask.Kind;
import io.sitq.it.chaos.Journal.What;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What all journals say, by task. */
final class History {
  private final Map<String, Life> lives = new HashMap<>();

  /** One task, as its producer and its handlers saw it. */
  static final class Life {
    int number;
    Kind kind = Kind.WORK;
    int amount;
    boolean acknowledged;
    @Nullable CancelOutcome cancelled;
    final List<Execution> begun = new ArrayList<>(1);
    final List<Execution> done = new ArrayList<>(1);
    final List<Execution> ended = new ArrayList<>(1);
    int refused;
  }

  /** An attempt in the hands of one worker; {@code worker} is its id. */
  record Execution(int attempt, String worker) {}

  static History read(Path directory) throws IOException {
    History history = new History();
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.filter(path -> path.toString().endsWith(".journal")).toList()) {
        try (Stream<String> lines = Files.lines(file, StandardCharsets.US_ASCII)) {
          lines.forEach(history::add);
        }
      }
    }
    return history;
  }

  private void add(String line) {
    String[] words = line.split(" ", -1);
    if (words.length < 5) {
      return; // the last line of a process that was killed in the middle of it
    }
    Life life = lives.computeIfAbsent(words[1], id -> new Life());
    Execution execution = new Execution(Integer.parseInt(words[2]), words[3]);
    switch (What.valueOf(words[0])) {
      case SENDING -> {
        life.number = Integer.parseInt(words[4]);
        life.kind = Kind.valueOf(words[5]);
        life.amount = Integer.parseInt(words[6]);
      }
      case ACKNOWLEDGED -> life.acknowledged = true;
      case CANCELLED -> life.cancelled = CancelOutcome.valueOf(words[4]);
      case BEGAN -> life.begun.add(execution);
      case DONE -> life.done.add(execution);
      case ENDED -> life.ended.add(execution);
      case REFUSED -> life.refused++;
    }
  }

  Map<String, Life> lives() {
    return lives;
  }

  List<String> acknowledged() {
    return lives.entrySet().stream()
        .filter(entry -> entry.getValue().acknowledged)
        .map(Map.Entry::getKey)
        .toList();
  }
}
