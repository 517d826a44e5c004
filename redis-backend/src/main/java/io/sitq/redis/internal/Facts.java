package io.sitq.redis.internal;

import io.sitq.spi.AttemptFacts;
import org.jspecify.annotations.Nullable;

/**
 * The packed field {@code facts} of a terminal task: eight words with a space between, {@code task
 * attempt crashes worker enqueued started finished codec}. {@code enqueued} is in ms since 1970,
 * {@code started} in ms after it, {@code finished} in ms after that; {@code codec} is {@code -}
 * where there is no value. One short field instead of eight keeps a result's hash in its compact
 * form.
 */
record Facts(AttemptFacts attempt, @Nullable String codec) {
  private static final String UNKNOWN = "-";
  private static final int WORDS = 8;

  static byte[] pack(AttemptFacts facts, @Nullable String codec) {
    long enqueued =
        facts.enqueuedAtMillis() == 0 ? facts.startedAtMillis() : facts.enqueuedAtMillis();
    StringBuilder out = new StringBuilder(80);
    out.append(word(facts.task())).append(' ');
    out.append(facts.attempt()).append(' ');
    out.append(facts.crashes()).append(' ');
    out.append(word(facts.worker())).append(' ');
    out.append(enqueued).append(' ');
    out.append(facts.startedAtMillis() - enqueued).append(' ');
    out.append(facts.finishedAtMillis() - facts.startedAtMillis()).append(' ');
    out.append(codec == null ? UNKNOWN : codec);
    return Bytes.of(out.toString());
  }

  /** Null if the text is no such field. */
  static @Nullable Facts unpack(@Nullable String text) {
    String[] words = text == null ? new String[0] : text.split(" ", -1);
    if (words.length != WORDS) {
      return null;
    }
    try {
      long enqueued = time(0, words[4]);
      long started = time(enqueued, words[5]);
      long finished = time(started == 0 ? enqueued : started, words[6]);
      return new Facts(
          new AttemptFacts(
              words[0],
              Integer.parseInt(words[1]),
              Integer.parseInt(words[2]),
              words[3].equals(UNKNOWN) ? "" : words[3],
              enqueued,
              started,
              finished),
          words[7].equals(UNKNOWN) ? null : words[7]);
    } catch (NumberFormatException e) {
      return null;
    }
  }

  /** Zero if it is not known. */
  private static long time(long base, String word) {
    return word.equals(UNKNOWN) ? 0 : base + Long.parseLong(word);
  }

  /** Names from the wire may hold anything; a word may not hold a space. */
  private static String word(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isWhitespace(text.charAt(i))) {
        return text.replaceAll("\\s", "_");
      }
    }
    return text.isEmpty() ? "unknown" : text;
  }
}
