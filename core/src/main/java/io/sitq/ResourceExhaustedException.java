package io.sitq;

import org.jspecify.annotations.Nullable;

/** Something is used up for now: memory of Redis, or room in a client's buffer. */
public class ResourceExhaustedException extends BackendException {
  private static final long serialVersionUID = 1L;

  private final String resource;
  private final String limit;

  /** {@code limit} is the limit that was met, with its unit, as far as it is known. */
  public ResourceExhaustedException(
      String operation, String resource, String limit, String message, @Nullable Throwable cause) {
    super(operation, message, cause);
    this.resource = resource;
    this.limit = limit;
  }

  /** What is used up, such as {@code Redis memory}. */
  public String resource() {
    return resource;
  }

  /** The limit that was met, with its unit. */
  public String limit() {
    return limit;
  }
}
