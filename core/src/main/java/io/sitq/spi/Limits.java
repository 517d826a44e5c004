package io.sitq.spi;

/**
 * The limits on what is stored, so that nobody's task can fill the memory of Redis or of others.
 */
public final class Limits {
  /** An envelope, encoded, in bytes; also a result's value. */
  public static final int ENVELOPE_BYTES = 1 << 20;

  /** The error text of a failed task, in bytes of UTF-8. */
  public static final int ERROR_BYTES = 4 << 10;

  /** The traceback of a failed task, in bytes of UTF-8. */
  public static final int TRACEBACK_BYTES = 64 << 10;

  /** The name of an error's class, in characters. */
  public static final int ERROR_TYPE_CHARS = 512;

  /** Superclasses that are kept of an error's class, the nearest ones. */
  public static final int ERROR_SUPERTYPES = 32;

  /** A queue's or a task's name, an id without its queue, or a header's name, in characters. */
  public static final int NAME_CHARS = 128;

  /** Headers of one task. */
  public static final int HEADERS = 32;

  /** One header's value, in characters. */
  public static final int HEADER_VALUE_CHARS = 4096;

  /** Errors of earlier attempts that are kept with a task. */
  public static final int ATTEMPT_ERRORS = 10;

  private Limits() {}
}
