package dev.handshakelab.tcp;

/**
 * What a SYN of ours says about Fast Open (RFC 7413 §4.2).
 *
 * @param kind what it carries
 * @param experimental in the option that was in use before kind 34 was assigned
 */
public record FastOpenAttempt(Kind kind, boolean experimental) {
  /** Says nothing about it. */
  static final FastOpenAttempt NONE = new FastOpenAttempt(Kind.NONE, false);

  /** What is on the SYN. */
  public enum Kind {
    NONE,
    /** Asks for a cookie. */
    REQUEST,
    /** Shows a cookie, with text or without. */
    COOKIE,
    /** Did so, but this SYN is a plain repetition. */
    ABANDONED
  }

  FastOpenAttempt abandoned() {
    return kind == Kind.NONE ? this : new FastOpenAttempt(Kind.ABANDONED, experimental);
  }
}
