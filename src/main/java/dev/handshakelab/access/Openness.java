package dev.handshakelab.access;

/** When a caller without a token is taken for an instructor. */
public enum Openness {
  /** While only this machine can reach the lab. */
  ON_LOOPBACK,
  /** Whoever reaches the lab may do everything: something before it must keep others away. */
  ALWAYS,
  /** Everybody shows a token. */
  NEVER;

  /**
   * @param loopbackOnly whether the lab listens on a loopback address, where only this machine is
   */
  public boolean isOpen(boolean loopbackOnly) {
    return switch (this) {
      case ON_LOOPBACK -> loopbackOnly;
      case ALWAYS -> true;
      case NEVER -> false;
    };
  }
}
