package dev.handshakelab.linux.hybrid;

import dev.handshakelab.tcp.Op;
import dev.handshakelab.tcp.StateName;
import dev.handshakelab.wire.Octets;
import java.util.List;

/**
 * Whoever uses the lab's end of a connection: is told what happens on it and answers with the calls
 * to make then.
 */
interface User {
  /** What goes with the SYN where the OPEN is fast (RFC 7413), and is not sent again then. */
  Octets withSyn();

  /** The connection is in another state. */
  List<Op> entered(StateName state);

  /** Octets have arrived, in order. */
  List<Op> received(Octets text);
}
