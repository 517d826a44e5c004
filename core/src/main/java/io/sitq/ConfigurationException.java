package io.sitq;

/** A setting is wrong. Nothing was started and nothing was sent. */
public class ConfigurationException extends SitqException {
  private static final long serialVersionUID = 1L;

  private final String parameter;
  private final String value;
  private final String rule;

  /**
   * A message of the form {@code <parameter> <rule>, got <value>}.
   *
   * @param parameter the setting
   * @param rule what must hold, worded to follow the parameter: {@code must be positive}
   * @param value what was given
   */
  public ConfigurationException(
      String parameter, String rule, @org.jspecify.annotations.Nullable Object value) {
    super(parameter + " " + rule + ", got " + value);
    this.parameter = parameter;
    this.value = String.valueOf(value);
    this.rule = rule;
  }

  /** The setting. */
  public String parameter() {
    return parameter;
  }

  /** What was given. */
  public String value() {
    return value;
  }

  /** What must hold. */
  public String rule() {
    return rule;
  }
}
