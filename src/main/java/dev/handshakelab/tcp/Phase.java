package dev.handshakelab.tcp;

/**
 * The eight states in which both initial sequence numbers are known; what exists in them is the
 * same.
 */
public enum Phase {
  SYN_RECEIVED(StateName.SYN_RECEIVED),
  ESTABLISHED(StateName.ESTABLISHED),
  FIN_WAIT_1(StateName.FIN_WAIT_1),
  FIN_WAIT_2(StateName.FIN_WAIT_2),
  CLOSE_WAIT(StateName.CLOSE_WAIT),
  CLOSING(StateName.CLOSING),
  LAST_ACK(StateName.LAST_ACK),
  TIME_WAIT(StateName.TIME_WAIT);

  private final StateName label;

  Phase(StateName label) {
    this.label = label;
  }

  public StateName label() {
    return label;
  }

  /** Whether the peer may still send text: it has not sent its FIN. */
  boolean receives() {
    return switch (this) {
      case SYN_RECEIVED, ESTABLISHED, FIN_WAIT_1, FIN_WAIT_2 -> true;
      case CLOSE_WAIT, CLOSING, LAST_ACK, TIME_WAIT -> false;
    };
  }

  /** Whether the peer's FIN is taken and the connection not over. */
  boolean hasFin() {
    return switch (this) {
      case CLOSE_WAIT, CLOSING, LAST_ACK -> true;
      case SYN_RECEIVED, ESTABLISHED, FIN_WAIT_1, FIN_WAIT_2, TIME_WAIT -> false;
    };
  }

  /** Whether queued text and a queued FIN may be sent (or sent again). */
  boolean sends() {
    return switch (this) {
      case ESTABLISHED, CLOSE_WAIT, FIN_WAIT_1, CLOSING, LAST_ACK -> true;
      case SYN_RECEIVED, FIN_WAIT_2, TIME_WAIT -> false;
    };
  }
}
