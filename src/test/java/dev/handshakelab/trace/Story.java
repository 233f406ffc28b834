package dev.handshakelab.trace;

import static java.util.Objects.requireNonNull;

import dev.handshakelab.wire.IpAddress;
import dev.handshakelab.wire.IpHeader;
import dev.handshakelab.wire.Notation;
import dev.handshakelab.wire.Octets;
import dev.handshakelab.wire.Packet;
import dev.handshakelab.wire.Packets;
import dev.handshakelab.wire.Segment;
import dev.handshakelab.wire.SocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Entries written as one reads a capture, one a line, at 1 ms, 2 ms, …:
 *
 * <pre>{@code
 * > S 100:100(0) win 1000          the client sends it, and it arrives 100 µs later
 * < S. 300:300(0) ack 101 win 500  the server does
 * >x . 101:101(0) ack 301          it is sent and never arrives
 * >a . 101:101(0) ack 301          it is sent and is under way
 * !a                               what was called a arrives
 * CLIENT ABORT ok                  a user's call and its answer
 * }</pre>
 */
final class Story {
  private static final SocketAddress CLIENT = new SocketAddress(IpAddress.parse("10.0.0.1"), 49152);
  private static final SocketAddress SERVER = new SocketAddress(IpAddress.parse("10.0.0.2"), 8080);
  private static final long LINE_NS = 1_000_000;
  private static final long WAY_NS = 100_000;

  private final List<Entry> entries = new ArrayList<>();
  private final Map<Character, Integer> underWay = new HashMap<>();
  private int segments;
  private int calls;

  static List<Entry> entries(String... lines) {
    var story = new Story();
    for (int i = 0; i < lines.length; i++) {
      story.line(lines[i], (i + 1) * LINE_NS);
    }
    return story.entries;
  }

  private void line(String line, long atNs) {
    switch (line.charAt(0)) {
      case '>' -> sent(Party.CLIENT, line, atNs);
      case '<' -> sent(Party.SERVER, line, atNs);
      case '!' -> arrived(requireNonNull(underWay.get(line.charAt(1))), atNs);
      default -> {
        String[] words = line.split(" ", 3);
        entries.add(
            new Entry.UserCall(
                1,
                Party.valueOf(words[0]),
                ++calls,
                words[1],
                null,
                words.length < 3 ? null : words[2],
                atNs,
                null));
      }
    }
  }

  private void sent(Party from, String line, long atNs) {
    SocketAddress source = from == Party.CLIENT ? CLIENT : SERVER;
    SocketAddress target = from == Party.CLIENT ? SERVER : CLIENT;
    Segment segment =
        Notation.parse(line.substring(line.indexOf(' ') + 1))
            .withPorts(source.port(), target.port());
    Packet packet =
        new Packet(
            new IpHeader.Ipv4(source.address(), target.address(), 0, 0, true, 64, Octets.EMPTY),
            segment);
    int ordinal = ++segments;
    entries.add(
        new Entry.Sent(
            ordinal,
            1,
            from,
            null,
            SegmentKind.ORIGINAL,
            packet,
            Packets.encode(packet),
            false,
            atNs,
            null,
            null,
            null,
            Provenance.CAPTURED));
    char fate = line.charAt(1);
    if (fate == ' ') {
      arrived(ordinal, atNs + WAY_NS);
    } else if (fate != 'x') {
      underWay.put(fate, ordinal);
    }
  }

  private void arrived(int ordinal, long atNs) {
    entries.add(new Entry.Arrived(ordinal, 1, atNs, false, Disposition.UNKNOWN, null, null));
  }
}
