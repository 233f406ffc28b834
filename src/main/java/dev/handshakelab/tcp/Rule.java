package dev.handshakelab.tcp;

/**
 * Which sentence of which text made something happen, so that a reader can look it up.
 *
 * @param text {@code RFC 9293 <section>#<check>}, or {@code Linux 6.18 <name>} where Linux deviates
 */
public record Rule(String text) {

  /**
   * A rule of RFC 9293.
   *
   * @param section e.g. {@code 3.10.7.4}
   * @param check the number of the check or step in that section
   */
  public static Rule rfc9293(String section, int check) {
    return new Rule("RFC 9293 " + section + "#" + check);
  }

  /** A section of RFC 9293 that does not number its steps. */
  public static Rule rfc9293(String section) {
    return new Rule("RFC 9293 " + section);
  }

  /** A rule of another RFC, e.g. {@code RFC 6298 5.5}. */
  public static Rule of(String text) {
    return new Rule(text);
  }

  /**
   * Where Linux 6.18 does something of its own.
   *
   * @param name a function of its source or a sysctl
   */
  public static Rule linux(String name) {
    return new Rule("Linux 6.18 " + name);
  }

  @Override
  public String toString() {
    return text;
  }
}
