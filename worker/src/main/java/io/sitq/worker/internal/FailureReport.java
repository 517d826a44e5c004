package io.sitq.worker.internal;

import io.sitq.TaskFailure;
import io.sitq.spi.Limits;
import io.sitq.spi.Texts;
import io.sitq.worker.GiveUp;
import io.sitq.worker.RetryLater;
import java.util.ArrayList;
import java.util.List;

/** Turns what a handler threw into what is kept of it: text, and nothing but text. */
final class FailureReport {
  private FailureReport() {}

  /** The report of a throwable. */
  static TaskFailure of(Throwable thrown) {
    Throwable subject = subjectOf(thrown);
    return of(subject, FailureText.error(subject), Traceback.of(subject));
  }

  /** The report of a throwable, with what the decision about it has to say. */
  static TaskFailure of(Throwable thrown, RetryDecision decision) {
    Throwable subject = subjectOf(thrown);
    String error = FailureText.error(subject);
    String traceback = Traceback.of(subject);
    Throwable ruleError = decision.ruleError();
    if (ruleError != null) {
      error = noted(error, "given up: the retry rule threw " + FailureText.description(ruleError));
      traceback = traceback + "The retry rule threw: " + Traceback.of(ruleError);
    } else if (decision.refusal() != null) {
      error = noted(error, decision.refusal());
    }
    return of(subject, error, traceback);
  }

  private static String noted(String error, String note) {
    return Texts.cut(error, Limits.ERROR_BYTES - Limits.ERROR_BYTES / 4)
        + Texts.cut(" (" + note + ")", Limits.ERROR_BYTES / 4);
  }

  private static TaskFailure of(Throwable subject, String error, String traceback) {
    return new TaskFailure(
        error,
        nameOf(subject.getClass()),
        supertypesOf(subject),
        Texts.cut(traceback, Limits.TRACEBACK_BYTES));
  }

  /** What went wrong: not the request to try again or to give up, but its cause. */
  private static Throwable subjectOf(Throwable thrown) {
    Throwable inner = Causes.unwrapped(thrown);
    boolean isRequest = inner instanceof RetryLater || inner instanceof GiveUp;
    Throwable cause = isRequest ? Causes.of(inner) : null;
    return cause == null ? inner : Causes.unwrapped(cause);
  }

  private static List<String> supertypesOf(Throwable thrown) {
    List<String> names = new ArrayList<>();
    for (Class<?> type = thrown.getClass().getSuperclass();
        type != null && type != Object.class && names.size() < Limits.ERROR_SUPERTYPES;
        type = type.getSuperclass()) {
      names.add(nameOf(type));
    }
    return names;
  }

  /** A class that was made at run time may be named as it likes; a blank would be two names. */
  private static String nameOf(Class<?> type) {
    return Texts.oneLine(type.getName(), Limits.ERROR_TYPE_CHARS - 1, '?').replace(' ', '?');
  }
}
