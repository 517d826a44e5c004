package io.sitq.seal;

import io.sitq.TaskSerializationException;

/**
 * A task or a result is not sealed as it must be: not at all, with a key that is not known, or its
 * seal does not fit, since somebody has changed or copied it. Nothing of it was decoded.
 */
public class SealException extends TaskSerializationException {
  private static final long serialVersionUID = 1L;

  /**
   * A seal that is missing or does not fit.
   *
   * @param task the task's name
   * @param message what is wrong and what to do
   */
  public SealException(String task, String message) {
    super(task, "", message, null);
  }
}
