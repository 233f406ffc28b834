package dev.handshakelab.trace;

import dev.handshakelab.tcp.StateName;
import dev.handshakelab.tcp.Timer;
import dev.handshakelab.trace.Entry.Injector;
import dev.handshakelab.trace.Entry.Subject;
import dev.handshakelab.wire.IpAddress;
import dev.handshakelab.wire.IpHeader;
import dev.handshakelab.wire.Notation;
import dev.handshakelab.wire.Octets;
import dev.handshakelab.wire.Packet;
import dev.handshakelab.wire.Packets;
import dev.handshakelab.wire.Segment;
import dev.handshakelab.wire.SequenceNumber;
import dev.handshakelab.wire.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Scanner;
import org.jspecify.annotations.Nullable;

/**
 * A trace written as a capture, one line an entry, times in milliseconds, {@code ?} where nobody
 * measured:
 *
 * <pre>
 * 0 > 20 S 100:100(0)                   the client sends at 0 what arrives at 20
 * 20 < x S. 300:300(0) ack 101          the server sends what is lost
 * 5 >! 5 S 90:90(0)                     an attacker pretends to be the client
 * 20 < 40:dropped . 1:1(0) ack 1        arrives and is dropped
 * 20 < 40,45 . 1:1(0) ack 1             arrives twice
 * 0 client CLOSED SYN_SENT OPEN         a state is left, by a call
 * 20 server LISTEN SYN_RECEIVED #1      by a segment
 * 9 client SYN_SENT CLOSED RETRANSMIT   by a timer
 * 9 client SYN_SENT CLOSED ?            nobody knows by what
 * -1 server listener CLOSED LISTEN OPEN the listener's state
 * 9 client calls CONNECT error: refused
 * </pre>
 */
final class TraceText {
  static final SocketAddress CLIENT = new SocketAddress(IpAddress.parse("10.0.0.1"), 49152);
  static final SocketAddress SERVER = new SocketAddress(IpAddress.parse("10.0.0.2"), 8080);

  private final List<Entry> entries = new ArrayList<>();
  private @Nullable SequenceNumber clientIsn;
  private @Nullable SequenceNumber serverIsn;
  private int segments;
  private int transitions;

  private TraceText() {}

  static Trace trace(String text) {
    var reading = new TraceText();
    text.lines().map(String::strip).filter(line -> !line.isEmpty()).forEach(reading::line);
    var conversation =
        new Conversation(
            1,
            CLIENT,
            SERVER,
            1,
            Conversation.Opening.ACTIVE_PASSIVE,
            reading.clientIsn,
            reading.serverIsn);
    return new Trace(Clock.VIRTUAL, 1, List.of(conversation), reading.entries);
  }

  private void line(String line) {
    var words = new Scanner(line);
    Long at = time(words.next());
    String what = words.next();
    switch (what) {
      case ">", ">!" -> segment(at, Party.CLIENT, what, words);
      case "<", "<!" -> segment(at, Party.SERVER, what, words);
      default -> endpoint(at, what.equals("client") ? Party.CLIENT : Party.SERVER, words);
    }
  }

  private void segment(@Nullable Long at, Party from, String arrow, Scanner words) {
    String arrivals = words.next();
    Segment segment =
        Notation.parse(words.nextLine().strip())
            .withPorts(
                from == Party.CLIENT ? CLIENT.port() : SERVER.port(),
                from == Party.CLIENT ? SERVER.port() : CLIENT.port());
    boolean injected = arrow.endsWith("!");
    if (segment.isSyn() && !injected) {
      if (from == Party.CLIENT) {
        clientIsn = segment.sequence();
      } else {
        serverIsn = segment.sequence();
      }
    }
    Packet packet =
        new Packet(
            new IpHeader.Ipv4(
                from == Party.CLIENT ? CLIENT.address() : SERVER.address(),
                from == Party.CLIENT ? SERVER.address() : CLIENT.address(),
                0,
                0,
                true,
                64,
                Octets.EMPTY),
            segment);
    int ordinal = ++segments;
    entries.add(
        new Entry.Sent(
            ordinal,
            1,
            from,
            injected ? Injector.ATTACKER : null,
            injected ? SegmentKind.INJECTED : SegmentKind.ORIGINAL,
            packet,
            Packets.encode(packet),
            false,
            at,
            null,
            null,
            null,
            Provenance.SIMULATED));
    if (!arrivals.equals("x")) {
      int copy = 0;
      for (String arrival : List.of(arrivals.split(",", -1))) {
        entries.add(arrived(ordinal, ++copy, List.of(arrival.split(":", -1))));
      }
    }
  }

  private static Entry.Arrived arrived(int segment, int copy, List<String> said) {
    String how = said.size() == 1 ? "accepted" : said.getLast();
    Disposition disposition =
        switch (how) {
          case "accepted" -> Disposition.ACCEPTED;
          case "dropped" -> Disposition.DROPPED;
          case "nosocket" -> Disposition.NO_SOCKET;
          default -> Disposition.UNKNOWN;
        };
    return new Entry.Arrived(
        segment, copy, time(said.getFirst()), how.equals("corrupted"), disposition, null, null);
  }

  private void endpoint(@Nullable Long at, Party party, Scanner words) {
    String first = words.next();
    if (first.equals("calls")) {
      String op = words.next();
      String result = words.hasNextLine() ? words.nextLine().strip() : "";
      entries.add(
          new Entry.UserCall(1, party, 1, op, null, result.isEmpty() ? null : result, at, null));
      return;
    }
    boolean listener = first.equals("listener");
    StateName from = StateName.valueOf(listener ? words.next() : first);
    StateName to = StateName.valueOf(words.next());
    entries.add(
        new Entry.Transition(
            ++transitions,
            1,
            party,
            listener ? Subject.LISTENER : Subject.CONNECTION,
            from,
            to,
            at,
            cause(words.next()),
            null,
            Provenance.SIMULATED,
            null));
  }

  private static @Nullable Cause cause(String word) {
    if (word.equals("?")) {
      return null;
    }
    if (word.startsWith("#")) {
      return new Cause.BySegment(Integer.parseInt(word.substring(1)), 1);
    }
    for (Timer timer : Timer.values()) {
      if (timer.name().equals(word)) {
        return new Cause.ByTimer(timer);
      }
    }
    return new Cause.ByCall(word);
  }

  private static @Nullable Long time(String word) {
    return word.equals("?") ? null : Long.valueOf(Math.round(Double.parseDouble(word) * 1e6));
  }
}
