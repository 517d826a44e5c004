package io.sitq.cli;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/** What was measured: of each figure one value a round, and of these the median. */
final class BenchFigures {
  /** A figure by its name and how many decimals mean something. */
  enum Figure {
    ENQUEUE_BATCH("enqueue_batch", 0),
    ENQUEUE_SINGLE("enqueue_single", 0),
    PROCESS("process", 0),
    ROUNDTRIP_P50("roundtrip_ms_p50", 3),
    ROUNDTRIP_P99("roundtrip_ms_p99", 3),
    PENDING_BYTES("pending_bytes", 0),
    RESULT_BYTES("result_bytes", 0),
    BACKLOG_RATIO("backlog_ratio", 2);

    private final String label;
    private final int decimals;

    Figure(String label, int decimals) {
      this.label = "sitq." + label;
      this.decimals = decimals;
    }

    String label() {
      return label;
    }

    String text(double value) {
      return String.format(Locale.ROOT, "%." + decimals + "f", value);
    }
  }

  private final Map<Figure, List<Double>> rounds = new LinkedHashMap<>();

  void add(Figure figure, double value) {
    rounds.computeIfAbsent(figure, key -> new ArrayList<>()).add(value);
  }

  /** Those of the figures that were measured, in the order of their declaration. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    for (Figure figure : Figure.values()) {
      if (rounds.containsKey(figure)) {
        lines.add(figure.label() + " " + figure.text(median(rounds.get(figure))));
      }
    }
    return lines;
  }

  /** The same as numbers. */
  ObjectNode json() {
    ObjectNode json = Json.object();
    for (Figure figure : Figure.values()) {
      if (rounds.containsKey(figure)) {
        json.put(figure.label(), new BigDecimal(figure.text(median(rounds.get(figure)))));
      }
    }
    return json;
  }

  static double median(List<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }
}
