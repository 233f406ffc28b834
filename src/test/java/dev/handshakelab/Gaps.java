package dev.handshakelab;

import dev.handshakelab.trace.Conversation;
import dev.handshakelab.trace.Entry;
import dev.handshakelab.trace.Party;
import dev.handshakelab.trace.Trace;
import dev.handshakelab.wire.SequenceNumber;
import java.util.HashMap;
import java.util.Map;

/** Whether text or a FIN has arrived anywhere ahead of what goes before it. */
final class Gaps {
  private record Way(int connection, Party from) {}

  private Gaps() {}

  static boolean isAnyIn(Trace trace) {
    Map<Integer, Entry.Sent> sent = new HashMap<>();
    Map<Way, Integer> next = new HashMap<>();
    for (Entry entry : trace.entries()) {
      if (entry instanceof Entry.Sent each) {
        sent.put(each.ordinal(), each);
      } else if (entry instanceof Entry.Arrived arrived && !arrived.corrupted()) {
        Entry.Sent came = sent.get(arrived.segment());
        if (came != null && came.packet().segment().length() > 0) {
          Conversation conversation = trace.conversation(came.connection());
          SequenceNumber isn = conversation.isnOf(came.from());
          int begin = isn == null ? 0 : came.packet().segment().sequence().minus(isn);
          int end = begin + came.packet().segment().length();
          Way way = new Way(came.connection(), came.from());
          int expected = next.getOrDefault(way, 0);
          if (begin > expected) {
            return true;
          }
          next.put(way, Math.max(expected, end));
        }
      }
    }
    return false;
  }
}
