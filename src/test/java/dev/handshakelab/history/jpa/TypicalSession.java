package dev.handshakelab.history.jpa;

import dev.handshakelab.history.Session;
import dev.handshakelab.history.TimeOrderedId;
import dev.handshakelab.scenario.Requests;
import dev.handshakelab.scenario.SessionRequest;
import dev.handshakelab.tcp.StateName;
import dev.handshakelab.tcp.Timer;
import dev.handshakelab.trace.Analysis;
import dev.handshakelab.trace.Cause;
import dev.handshakelab.trace.Clock;
import dev.handshakelab.trace.Conversation;
import dev.handshakelab.trace.Disposition;
import dev.handshakelab.trace.Entry;
import dev.handshakelab.trace.Measures;
import dev.handshakelab.trace.Outcome;
import dev.handshakelab.trace.Party;
import dev.handshakelab.trace.Provenance;
import dev.handshakelab.trace.SegmentKind;
import dev.handshakelab.trace.Timing;
import dev.handshakelab.trace.Trace;
import dev.handshakelab.wire.Decoded;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/** A handshake of the size that runs give, followed by so many segments of data. */
final class TypicalSession {
  private static final String RULE = "RFC 9293 3.10.7.4#5";
  private static final Conversation CONVERSATION =
      new Conversation(
          1,
          new SocketAddress(IpAddress.parse("10.0.0.1"), 49152),
          new SocketAddress(IpAddress.parse("10.0.0.2"), 8080),
          1,
          Conversation.Opening.ACTIVE_PASSIVE,
          SequenceNumber.of(100),
          SequenceNumber.of(300));
  private static final Measures MEASURES = measured(60_000_000);

  private final List<Entry> entries = new ArrayList<>();
  private final Trace trace;
  private int segments;
  private int transitions;

  TypicalSession(int dataSegments) {
    call(Party.CLIENT);
    moves(Party.SERVER, StateName.CLOSED, StateName.LISTEN);
    moves(Party.CLIENT, StateName.CLOSED, StateName.SYN_SENT);
    segment(Party.CLIENT, Flags.SYN, 0);
    timer(Entry.TimerAction.STARTED);
    moves(Party.SERVER, StateName.LISTEN, StateName.SYN_RECEIVED);
    segment(Party.SERVER, Flags.SYN_ACK, 0);
    timer(Entry.TimerAction.STARTED);
    moves(Party.CLIENT, StateName.SYN_SENT, StateName.ESTABLISHED);
    timer(Entry.TimerAction.STOPPED);
    segment(Party.CLIENT, Flags.ACK, 0);
    moves(Party.SERVER, StateName.SYN_RECEIVED, StateName.ESTABLISHED);
    call(Party.SERVER);
    for (int i = 0; i < dataSegments; i++) {
      segment(Party.CLIENT, Flags.PSH_ACK, 100);
      timer(Entry.TimerAction.STARTED);
      timer(Entry.TimerAction.STOPPED);
    }
    trace = new Trace(Clock.VIRTUAL, 1, List.of(CONVERSATION), entries);
  }

  Trace trace() {
    return trace;
  }

  List<Measures> measures() {
    return List.of(MEASURES);
  }

  Session session(UUID id) {
    return session(id, Requests.basic(), MEASURES);
  }

  /** This session as another scenario, of a student, with another time. */
  Session session(UUID id, String scenario, String student, Measures measures) {
    SessionRequest basic = Requests.basic();
    return session(
        id,
        new SessionRequest(
            basic.mode(),
            scenario,
            basic.seed(),
            new TreeMap<>(Map.of("course", "net101", "student", student)),
            basic.client(),
            basic.server(),
            basic.network(),
            basic.exchange(),
            basic.steps(),
            basic.until()),
        measures);
  }

  private Session session(UUID id, SessionRequest request, Measures measures) {
    return new Session(
        id,
        request,
        null,
        Session.Status.COMPLETED,
        null,
        TimeOrderedId.timeOf(id),
        "1.0.0",
        new Session.Summary(measures, 1, segments, transitions, 60_000_000L, Clock.VIRTUAL));
  }

  /** Measures of a handshake that took so long. */
  static Measures measured(long handshakeNs) {
    return new Measures(
        CONVERSATION,
        Outcome.ESTABLISHED,
        new Analysis("S1", "ShA", 7, true),
        new Timing(
            handshakeNs,
            40_000_000L,
            60_000_000L,
            40_000_000L,
            40_000_000L,
            40_000_000L,
            40_000_000L,
            0,
            0,
            0L,
            List.of(),
            Map.of(
                Party.CLIENT,
                Map.of(StateName.SYN_SENT, 40_000_000L),
                Party.SERVER,
                Map.of(StateName.SYN_RECEIVED, 40_000_000L)),
            Clock.VIRTUAL,
            1),
        StateName.ESTABLISHED,
        StateName.ESTABLISHED);
  }

  private long now() {
    return 1_000_000L * entries.size();
  }

  private void segment(Party from, Flags flags, int text) {
    segments++;
    Octets octets = Packets.encode(packet(from, flags, text));
    entries.add(
        new Entry.Sent(
            segments,
            1,
            from,
            null,
            SegmentKind.ORIGINAL,
            ((Decoded.Intact) Packets.decode(octets)).packet(),
            octets,
            false,
            now(),
            null,
            new Cause.BySegment(1, 1),
            RULE,
            Provenance.SIMULATED));
    entries.add(new Entry.Arrived(segments, 1, now(), false, Disposition.ACCEPTED, null, RULE));
  }

  private static Packet packet(Party from, Flags flags, int text) {
    SocketAddress source = CONVERSATION.of(from);
    SocketAddress destination = CONVERSATION.of(from.other());
    return new Packet(
        new IpHeader.Ipv4(source.address(), destination.address(), 0, 0, true, 64, Octets.EMPTY),
        new Segment(
            source.port(),
            destination.port(),
            SequenceNumber.of(100),
            SequenceNumber.of(301),
            flags,
            64240,
            0,
            List.of(TcpOption.NOP, TcpOption.NOP, new TcpOption.Timestamps(1000, 1000)),
            Octets.zeros(text)));
  }

  private void moves(Party party, StateName from, StateName to) {
    entries.add(
        new Entry.Transition(
            ++transitions,
            1,
            party,
            Entry.Subject.CONNECTION,
            from,
            to,
            now(),
            new Cause.BySegment(1, 1),
            RULE,
            Provenance.SIMULATED,
            null));
  }

  private void timer(Entry.TimerAction action) {
    entries.add(
        new Entry.TimerChange(
            1, Party.CLIENT, Timer.RETRANSMIT, action, now() + 1_000_000_000L, now(), RULE));
  }

  private void call(Party party) {
    entries.add(new Entry.UserCall(1, party, 1, "OPEN", null, "ok", now(), RULE));
  }
}
