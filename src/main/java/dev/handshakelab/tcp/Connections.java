package dev.handshakelab.tcp;

import dev.handshakelab.tcp.Host.Slot;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The connections of a host, found by number, by path, and by whose timer is due first. */
sealed interface Connections permits KeptConnections, DrivenConnections {
  /** When the first timer of all runs out, {@link Deadlines#NONE} when none runs. */
  long nextDeadline();

  /** Whose timer that is, of those due at once the lowest number; null when none runs. */
  @Nullable Slot first();

  @Nullable Slot numbered(int number);

  @Nullable Slot on(Path path);

  /** All of them, in the order in which they were begun. */
  List<Slot> inOrder();

  /** How many have a timer armed that is not keepalive's. */
  int restless();

  /** With a connection as it is now. */
  Connections with(Slot slot);

  Connections without(Slot slot);

  /** No connections, kept in the same way. */
  Connections none();
}
