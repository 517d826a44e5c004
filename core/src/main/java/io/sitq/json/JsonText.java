package io.sitq.json;

/**
 * JSON as it is written: the arguments or the result of a task whose class the caller doesn't have.
 *
 * @param text one JSON value; checked when it is encoded, not here
 */
public record JsonText(String text) {
  /** The name of the codec in envelopes and results. */
  public static final String CODEC = "json";
}
