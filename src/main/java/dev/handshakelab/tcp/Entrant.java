package dev.handshakelab.tcp;

/** Who meets others in a {@link Tournament}: a connection, or the winner of a smaller one. */
sealed interface Entrant permits Host.Slot, Tournament {
  /** When the first timer runs out, {@link Deadlines#NONE} without any. */
  long earliest();

  /** How many connections that is. */
  int size();
}
