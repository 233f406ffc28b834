package dev.handshakelab.trace;

/** The two roles of a session: the active opener and the passive opener. */
public enum Party {
  CLIENT,
  SERVER;

  public Party other() {
    return this == CLIENT ? SERVER : CLIENT;
  }
}
