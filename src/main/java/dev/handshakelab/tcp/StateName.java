package dev.handshakelab.tcp;

/** The eleven states of RFC 9293 §3.3.2, by name. */
public enum StateName {
  CLOSED,
  LISTEN,
  SYN_SENT,
  SYN_RECEIVED,
  ESTABLISHED,
  FIN_WAIT_1,
  FIN_WAIT_2,
  CLOSE_WAIT,
  CLOSING,
  LAST_ACK,
  TIME_WAIT;

  /** As the RFC spells it, e.g. {@code SYN-SENT}. */
  public String label() {
    return name().replace('_', '-');
  }

  /** Whether both sequence numbers are known to both sides: ESTABLISHED and later. */
  public boolean isSynchronized() {
    return compareTo(ESTABLISHED) >= 0;
  }
}
