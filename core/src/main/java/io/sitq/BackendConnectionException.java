package io.sitq;

import org.jspecify.annotations.Nullable;

/**
 * The backend can't be reached, or refuses the credentials. Whether an operation that was under way
 * took effect is unknown; repeating an enqueue under the same id is safe.
 */
public class BackendConnectionException extends BackendException {
  private static final long serialVersionUID = 1L;

  private final String address;

  /** {@code address} names the server and never holds a password. */
  public BackendConnectionException(
      String operation, String address, String message, @Nullable Throwable cause) {
    super(operation, message, cause);
    this.address = address;
  }

  /** The server, without credentials. */
  public String address() {
    return address;
  }
}
