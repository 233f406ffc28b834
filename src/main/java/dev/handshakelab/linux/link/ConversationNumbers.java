package dev.handshakelab.linux.link;

import dev.handshakelab.trace.Party;
import dev.handshakelab.wire.Packet;
import dev.handshakelab.wire.Segment;
import dev.handshakelab.wire.SequenceNumber;
import java.util.HashMap;
import java.util.Map;

/**
 * Which conversation a packet belongs to, numbered as the simulator does: 1 is between the
 * session's own sockets; each other port of the client, and each SYN with another number, begins
 * one.
 */
final class ConversationNumbers {
  private final Map<Integer, Integer> byPort = new HashMap<>();
  private final Map<Integer, SequenceNumber> lastSyns = new HashMap<>();
  private int last = 1;

  /**
   * @param ownPort of the client
   */
  ConversationNumbers(int ownPort) {
    byPort.put(ownPort, 1);
  }

  /** The number of a packet that an end sends. */
  int of(Party from, Packet packet) {
    Segment segment = packet.segment();
    boolean ofClient = from == Party.CLIENT;
    int port = ofClient ? segment.sourcePort() : segment.destinationPort();
    if (ofClient && segment.isSyn() && !segment.isAck()) {
      SequenceNumber before = lastSyns.put(port, segment.sequence());
      if (before != null && !before.equals(segment.sequence())) {
        byPort.put(port, ++last);
      }
    }
    return byPort.computeIfAbsent(port, _ -> ++last);
  }
}
