package io.sitq.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The last cause in a traceback and where it was thrown.
 *
 * @param headline class and message
 * @param frames the first frames, without {@code at}, and the task's own first one if it is not
 *     among them
 */
record RootCause(String headline, List<String> frames) {
  private static final String CAUSED_BY = "Caused by: ";
  private static final String FRAME = "\tat ";

  /** A frame of a named module, such as {@code java.base/}: the JDK's, as tasks are in none. */
  private static final Pattern IN_MODULE = Pattern.compile("[\\w.]+(@[^/(]*)?/.*");

  static RootCause of(String traceback, int maxFrames) {
    List<String> lines = traceback.lines().toList();
    int start = 0;
    for (int i = 0; i < lines.size(); i++) {
      // causes of suppressed exceptions are indented
      if (lines.get(i).startsWith(CAUSED_BY)) {
        start = i;
      }
    }
    String first = lines.isEmpty() ? "" : lines.get(start);
    String headline = first.startsWith(CAUSED_BY) ? first.substring(CAUSED_BY.length()) : first;
    List<String> frames = new ArrayList<>();
    for (int i = start + 1; i < lines.size() && frames.size() < maxFrames; i++) {
      if (lines.get(i).startsWith(FRAME)) {
        frames.add(lines.get(i).substring(FRAME.length()));
      } else if (!frames.isEmpty()) {
        break;
      }
    }
    addOwnFrame(lines, frames);
    return new RootCause(headline, frames);
  }

  /** Where the task's own code called what threw, if the first frames are all the JDK's. */
  private static void addOwnFrame(List<String> lines, List<String> frames) {
    if (frames.stream().allMatch(frame -> IN_MODULE.matcher(frame).matches())) {
      lines.stream()
          .filter(line -> line.startsWith(FRAME))
          .map(line -> line.substring(FRAME.length()))
          .filter(frame -> !IN_MODULE.matcher(frame).matches())
          .findFirst()
          .ifPresent(frames::add);
    }
  }
}
