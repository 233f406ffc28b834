package dev.handshakelab.trace;

import static dev.handshakelab.tcp.StateName.CLOSED;
import static dev.handshakelab.tcp.StateName.ESTABLISHED;
import static dev.handshakelab.tcp.StateName.LISTEN;
import static dev.handshakelab.tcp.StateName.SYN_RECEIVED;
import static dev.handshakelab.tcp.StateName.SYN_SENT;
import static dev.handshakelab.trace.Party.CLIENT;
import static dev.handshakelab.trace.Party.SERVER;

import dev.handshakelab.tcp.StateName;
import dev.handshakelab.tcp.Timer;
import dev.handshakelab.wire.Flags;
import dev.handshakelab.wire.IpAddress;
import dev.handshakelab.wire.IpHeader;
import dev.handshakelab.wire.Octets;
import dev.handshakelab.wire.Packet;
import dev.handshakelab.wire.Packets;
import dev.handshakelab.wire.Segment;
import dev.handshakelab.wire.SequenceNumber;
import dev.handshakelab.wire.SocketAddress;
import dev.handshakelab.wire.TcpOption;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Traces written out by hand, for tests of what only reads traces. */
public final class HandMadeTraces {
  private static final SocketAddress CLIENT_SOCKET =
      new SocketAddress(IpAddress.parse("10.0.0.1"), 49152);
  private static final SocketAddress SERVER_SOCKET =
      new SocketAddress(IpAddress.parse("10.0.0.2"), 8080);
  private static final long MS = 1_000_000;

  private HandMadeTraces() {}

  /** The example of the contract: ISNs 100 and 300, 20 ms each way. */
  public static Trace basicHandshake() {
    return new Trace(
        Clock.VIRTUAL,
        1,
        List.of(
            new Conversation(
                1,
                CLIENT_SOCKET,
                SERVER_SOCKET,
                1,
                Conversation.Opening.ACTIVE_PASSIVE,
                SequenceNumber.of(100),
                SequenceNumber.of(300))),
        List.of(
            call(SERVER, "LISTEN", 0L),
            move(1, SERVER, Entry.Subject.LISTENER, CLOSED, LISTEN, 0, new Cause.ByCall("LISTEN")),
            call(CLIENT, "OPEN", 0L),
            move(
                2, CLIENT, Entry.Subject.CONNECTION, CLOSED, SYN_SENT, 0, new Cause.ByCall("OPEN")),
            sent(
                1,
                CLIENT,
                segment(Flags.SYN, 100, 0, 64240, offer(3, 0)),
                0,
                new Cause.ByCall("OPEN")),
            timer(CLIENT, Entry.TimerAction.STARTED, 1000 * MS, 0),
            arrived(1, 20),
            move(
                3,
                SERVER,
                Entry.Subject.CONNECTION,
                LISTEN,
                SYN_RECEIVED,
                20,
                new Cause.BySegment(1, 1)),
            sent(
                2,
                SERVER,
                segment(Flags.SYN_ACK, 300, 101, 65160, offer(7, 3)),
                20,
                new Cause.BySegment(1, 1)),
            arrived(2, 40),
            timer(CLIENT, Entry.TimerAction.STOPPED, null, 40),
            move(
                4,
                CLIENT,
                Entry.Subject.CONNECTION,
                SYN_SENT,
                ESTABLISHED,
                40,
                new Cause.BySegment(2, 1)),
            sent(
                3,
                CLIENT,
                segment(Flags.ACK, 101, 301, 502, List.of()),
                40,
                new Cause.BySegment(2, 1)),
            arrived(3, 60),
            move(
                5,
                SERVER,
                Entry.Subject.CONNECTION,
                SYN_RECEIVED,
                ESTABLISHED,
                60,
                new Cause.BySegment(3, 1))));
  }

  /** What is to be computed of {@link #basicHandshake}. */
  public static List<Measures> measuresOfBasicHandshake(Trace trace) {
    return List.of(
        new Measures(
            trace.conversation(1),
            Outcome.ESTABLISHED,
            new Analysis("S1", "ShA", 7, true),
            new Timing(
                60 * MS,
                40 * MS,
                60 * MS,
                40 * MS,
                40 * MS,
                40 * MS,
                40 * MS,
                0,
                0,
                0L,
                List.of(),
                Map.of(CLIENT, Map.of(SYN_SENT, 40 * MS), SERVER, Map.of(SYN_RECEIVED, 40 * MS)),
                Clock.VIRTUAL,
                1),
            ESTABLISHED,
            ESTABLISHED));
  }

  private static List<TcpOption> offer(long value, long echo) {
    return List.of(
        new TcpOption.MaximumSegmentSize(1460),
        TcpOption.SACK_PERMITTED,
        new TcpOption.Timestamps(value, echo),
        TcpOption.NOP,
        new TcpOption.WindowScale(7));
  }

  private static Segment segment(
      Flags flags, long seq, long ack, int window, List<TcpOption> options) {
    return new Segment(
        0,
        0,
        SequenceNumber.of(seq),
        SequenceNumber.of(ack),
        flags,
        window,
        0,
        options,
        Octets.EMPTY);
  }

  private static Entry.Sent sent(int ordinal, Party from, Segment segment, long ms, Cause cause) {
    SocketAddress source = from == CLIENT ? CLIENT_SOCKET : SERVER_SOCKET;
    SocketAddress destination = from == CLIENT ? SERVER_SOCKET : CLIENT_SOCKET;
    Packet packet =
        new Packet(
            new IpHeader.Ipv4(
                source.address(), destination.address(), 0, 0, true, 64, Octets.EMPTY),
            segment.withPorts(source.port(), destination.port()));
    return new Entry.Sent(
        ordinal,
        1,
        from,
        null,
        SegmentKind.ORIGINAL,
        packet,
        Packets.encode(packet),
        false,
        ms * MS,
        null,
        cause,
        "RFC 9293 3.10.7.2#3",
        Provenance.SIMULATED);
  }

  private static Entry.Arrived arrived(int segment, long ms) {
    return new Entry.Arrived(
        segment, 1, ms * MS, false, Disposition.ACCEPTED, null, "RFC 9293 3.10.7.3#4");
  }

  private static Entry.Transition move(
      int ordinal,
      Party endpoint,
      Entry.Subject subject,
      StateName from,
      StateName to,
      long ms,
      Cause cause) {
    return new Entry.Transition(
        ordinal,
        1,
        endpoint,
        subject,
        from,
        to,
        ms * MS,
        cause,
        "RFC 9293 3.10.7.2#3",
        Provenance.SIMULATED,
        null);
  }

  private static Entry.TimerChange timer(
      Party endpoint, Entry.TimerAction action, @Nullable Long deadline, long ms) {
    return new Entry.TimerChange(
        1, endpoint, Timer.RETRANSMIT, action, deadline, ms * MS, "RFC 6298 5.1");
  }

  private static Entry.UserCall call(Party endpoint, String op, Long at) {
    return new Entry.UserCall(1, endpoint, 1, op, null, "ok", at, null);
  }
}
