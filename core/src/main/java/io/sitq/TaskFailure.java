package io.sitq;

import java.util.List;

/**
 * What a failed attempt leaves behind, as text: nothing of it is ever loaded as a class.
 *
 * @param error for people: the exception's message, or what stands in for a blank one; at most 4
 *     KiB
 * @param errorType the class of what was thrown, such as {@code java.io.IOException}
 * @param supertypes its superclasses below {@link Object}, nearest first
 * @param traceback the Java stack trace with causes and suppressed; at most 64 KiB
 */
public record TaskFailure(
    String error, String errorType, List<String> supertypes, String traceback) {
  /** Copies the list. */
  public TaskFailure {
    supertypes = List.copyOf(supertypes);
  }
}
