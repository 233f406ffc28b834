package dev.handshakelab.trace;

import dev.handshakelab.tcp.Effect;
import dev.handshakelab.tcp.HostOutcome;
import dev.handshakelab.tcp.HostOutcome.Owner;
import dev.handshakelab.tcp.HostOutcome.Told;
import dev.handshakelab.tcp.StateName;
import dev.handshakelab.trace.Entry.Subject;
import dev.handshakelab.wire.Octets;
import dev.handshakelab.wire.Packet;
import dev.handshakelab.wire.Packets;
import dev.handshakelab.wire.Segment;
import dev.handshakelab.wire.SequenceNumber;
import dev.handshakelab.wire.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Writes down what a run does: effects of a simulated endpoint become entries, and so does what is
 * seen of one that is not, in the order in which they are handed over, which is the order of time.
 * One recorder serves one run.
 */
public final class Recorder {
  /** What an ordinary handshake comes to, so that the list of its entries need not grow. */
  private static final int USUAL = 48;

  private final Clock clock;
  private final Consumer<Entry> live;
  private final List<Entry> entries = new ArrayList<>(USUAL);
  private final List<Begun> conversations = new ArrayList<>();
  private int segments;
  private int transitions;

  /**
   * Times are handed in boxed, as entries keep them: what happens at one instant can share one.
   *
   * @param live is handed each entry as it is written
   */
  public Recorder(Clock clock, Consumer<Entry> live) {
    this.clock = clock;
    this.live = live;
  }

  /** What is found out about a conversation while it is recorded. */
  private static final class Begun {
    final SocketAddress client;
    final SocketAddress server;
    final int incarnation;
    @Nullable SequenceNumber clientIsn;
    @Nullable SequenceNumber serverIsn;
    @Nullable Retransmissions seen;
    final FirstSent ofClient = new FirstSent();
    final FirstSent ofServer = new FirstSent();
    int crossed;
    boolean passive;

    Begun(SocketAddress client, SocketAddress server, int incarnation) {
      this.client = client;
      this.server = server;
      this.incarnation = incarnation;
    }

    void sent(Party from, Segment segment) {
      if (!segment.isSyn()) {
        return;
      }
      boolean itself = client.equals(server);
      if ((from == Party.CLIENT || itself) && clientIsn == null) {
        clientIsn = segment.sequence();
      }
      if ((from == Party.SERVER || itself) && serverIsn == null) {
        serverIsn = segment.sequence();
      }
    }

    FirstSent firstSent(Party from) {
      return from == Party.CLIENT ? ofClient : ofServer;
    }

    Conversation conversation(int number) {
      return new Conversation(number, client, server, incarnation, opening(), clientIsn, serverIsn);
    }

    private Conversation.Opening opening() {
      if (client.equals(server)) {
        return Conversation.Opening.SELF;
      }
      if (crossed == 2) {
        return Conversation.Opening.SIMULTANEOUS;
      }
      return passive ? Conversation.Opening.ACTIVE_PASSIVE : Conversation.Opening.NONE;
    }
  }

  /**
   * A conversation begins.
   *
   * @param incarnation which use of its 4-tuple, from 1
   * @return its number, from 1
   */
  public int conversation(SocketAddress client, SocketAddress server, int incarnation) {
    conversations.add(new Begun(client, server, incarnation));
    return conversations.size();
  }

  /** A segment that an endpoint sends. Returns its ordinal. */
  public int sent(
      int conversation, Party from, Effect.Send send, @Nullable Cause cause, Long atNs) {
    var segment = send.packet().segment();
    var begun = conversations.get(conversation - 1);
    begun.sent(from, segment);
    int ordinal = ++segments;
    var earlier = begun.firstSent(from);
    var sent =
        new Entry.Sent(
            ordinal,
            conversation,
            from,
            null,
            kind(send.kind()),
            send.packet(),
            Packets.encodeOnDemand(send.packet()),
            false,
            atNs,
            earlier.before(segment),
            cause,
            send.rule().text(),
            Provenance.SIMULATED);
    earlier.add(sent);
    write(sent);
    return ordinal;
  }

  /**
   * A segment of an endpoint that does not tell why it sends: it was seen on the wire. Returns its
   * ordinal.
   *
   * @param octets the packet as it was seen
   */
  public int captured(int conversation, Party from, Packet packet, Octets octets, Long atNs) {
    var segment = packet.segment();
    var begun = conversations.get(conversation - 1);
    begun.sent(from, segment);
    int ordinal = ++segments;
    if (begun.seen == null) {
      begun.seen = new Retransmissions();
    }
    Integer first = begun.seen.of(from, ordinal, segment);
    write(
        new Entry.Sent(
            ordinal,
            conversation,
            from,
            null,
            first == null ? SegmentKind.ORIGINAL : SegmentKind.RETRANSMISSION,
            packet,
            octets,
            false,
            atNs,
            first,
            null,
            null,
            Provenance.CAPTURED));
    return ordinal;
  }

  /**
   * A segment that the scenario writes into the network. Returns its ordinal.
   *
   * @param octets the packet as it was written
   */
  public int injected(
      int conversation, Party from, Entry.Injector by, Packet packet, Octets octets, Long atNs) {
    int ordinal = ++segments;
    write(
        new Entry.Sent(
            ordinal,
            conversation,
            from,
            by,
            SegmentKind.INJECTED,
            packet,
            octets,
            false,
            atNs,
            null,
            null,
            null,
            Provenance.SIMULATED));
    return ordinal;
  }

  /** The first segment of a conversation that somebody who is not there has begun. */
  public int spoofed(int conversation, Party from, Packet packet, Long atNs) {
    conversations.get(conversation - 1).sent(from, packet.segment());
    return injected(
        conversation, from, Entry.Injector.ATTACKER, packet, Packets.encode(packet), atNs);
  }

  private static SegmentKind kind(Effect.Kind kind) {
    return switch (kind) {
      case ORIGINAL -> SegmentKind.ORIGINAL;
      case RETRANSMISSION -> SegmentKind.RETRANSMISSION;
      case PROBE -> SegmentKind.PROBE;
      case CHALLENGE_ACK -> SegmentKind.CHALLENGE_ACK;
      case DELAYED_ACK -> SegmentKind.DELAYED_ACK;
    };
  }

  /** A copy arrived, and this is all that came of it. */
  public void arrived(int segment, int copy, HostOutcome outcome, Long atNs) {
    Effect.@Nullable Dropped dropped = null;
    Effect.@Nullable Accepted accepted = null;
    boolean answered = false;
    boolean noSocket = false;
    for (Told told : outcome.told()) {
      noSocket |= told.owner() == Owner.NOBODY;
      var effects = told.effects();
      for (int i = 0; i < effects.size(); i++) {
        var effect = effects.get(i);
        if (effect instanceof Effect.Dropped it) {
          dropped = it;
        } else if (effect instanceof Effect.Accepted it) {
          accepted = it;
        } else if (effect instanceof Effect.Send) {
          answered = true;
        }
      }
    }
    if (dropped != null) {
      var disposition =
          noSocket
              ? Disposition.NO_SOCKET
              : answered ? Disposition.ANSWERED_AND_DROPPED : Disposition.DROPPED;
      write(
          new Entry.Arrived(
              segment, copy, atNs, false, disposition, dropped.reason(), dropped.rule().text()));
    } else {
      var rule = accepted == null ? null : accepted.rule().text();
      write(new Entry.Arrived(segment, copy, atNs, false, Disposition.ACCEPTED, null, rule));
    }
  }

  /** A damaged copy arrived: its checksum is wrong, so nobody is told (MUST-3). */
  public void arrivedCorrupted(int segment, int copy, Long atNs) {
    write(
        new Entry.Arrived(
            segment, copy, atNs, true, Disposition.DROPPED, "checksum wrong", "RFC 9293 3.1"));
  }

  public void moved(
      int conversation,
      Party endpoint,
      Subject subject,
      Effect.Moved move,
      @Nullable Cause cause,
      Long atNs) {
    if (subject == Subject.CONNECTION) {
      var begun = conversations.get(conversation - 1);
      if (move.from() == StateName.SYN_SENT && move.to() == StateName.SYN_RECEIVED) {
        begun.crossed++;
      } else if (move.from() == StateName.LISTEN) {
        begun.passive = true;
      }
    }
    write(
        new Entry.Transition(
            ++transitions,
            conversation,
            endpoint,
            subject,
            move.from(),
            move.to(),
            atNs,
            cause,
            move.rule().text(),
            Provenance.SIMULATED,
            null));
  }

  /** Anything else that has a place in the timeline. */
  public void write(Entry entry) {
    entries.add(entry);
    live.accept(entry);
  }

  public int segmentCount() {
    return segments;
  }

  /** All that was recorded; times are exact to the nanosecond. */
  public Trace trace() {
    List<Conversation> all = new ArrayList<>(conversations.size());
    for (int i = 0; i < conversations.size(); i++) {
      all.add(conversations.get(i).conversation(i + 1));
    }
    return new Trace(clock, 1, all, entries);
  }
}
