package io.sitq.redis.internal;

import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The scripts of the backend, for tests of other packages. */
public final class LuaScripts {
  private LuaScripts() {}

  /** Their names. */
  public static Set<String> names() {
    return Arrays.stream(Script.values()).map(LuaScripts::name).collect(Collectors.toSet());
  }

  /**
   * The name of a script that MONITOR tells; null if it is none of them.
   *
   * @param word the name in Redis's cache, or the text as it is quoted there
   */
  public static @Nullable String nameOf(String word) {
    return Arrays.stream(Script.values())
        .filter(script -> word.equals(script.sha1()) || word.equals(quoted(script.text())))
        .map(LuaScripts::name)
        .findFirst()
        .orElse(null);
  }

  /** The whole text of {@code unseal.lua}, which nothing runs unless something goes wrong. */
  public static String unseal() {
    return Script.UNSEAL.text();
  }

  private static String quoted(String text) {
    return text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
  }

  private static String name(Script script) {
    return script.name().toLowerCase(Locale.ROOT);
  }
}
