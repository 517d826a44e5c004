package io.sitq.cli;

import io.sitq.redis.Finding;
import io.sitq.redis.Finding.Level;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What the doctor found, for people and for programs. */
final class FindingsReport {
  private static final int WIDEST_CHECK = 12;

  private FindingsReport() {}

  static void print(String address, List<Finding> findings, PrintWriter out) {
    out.println(SafeText.of(address));
    for (Finding finding : findings) {
      out.printf(
          "%-12s %-" + WIDEST_CHECK + "s %s%n",
          mark(finding.level()),
          finding.check(),
          SafeText.of(finding.message()));
      if (finding.advice() != null) {
        out.printf("%" + (WIDEST_CHECK + 13) + "s  -> %s%n", "", SafeText.of(finding.advice()));
      }
    }
    out.println();
    out.println(
        count(findings, Level.PROBLEM)
            + " to act on, "
            + count(findings, Level.ADVICE)
            + " to consider, "
            + count(findings, Level.NOT_CHECKED)
            + " not checked, "
            + count(findings, Level.OK)
            + " well.");
    out.flush();
  }

  static ObjectNode json(String address, List<Finding> findings) {
    ObjectNode json = Json.object().put("redis", address);
    for (Level level : Level.values()) {
      json.put(wireName(level), count(findings, level));
    }
    ArrayNode list = json.putArray("findings");
    for (Finding finding : findings) {
      list.addObject()
          .put("level", wireName(finding.level()))
          .put("check", finding.check())
          .put("message", finding.message())
          .put("advice", finding.advice());
    }
    return json;
  }

  private static long count(List<Finding> findings, Level level) {
    return findings.stream().filter(finding -> finding.level() == level).count();
  }

  private static String mark(Level level) {
    return switch (level) {
      case OK -> "ok";
      case ADVICE -> "advice";
      case PROBLEM -> "PROBLEM";
      case NOT_CHECKED -> "not checked";
    };
  }

  private static String wireName(Level level) {
    return level.name().toLowerCase(Locale.ROOT);
  }
}
