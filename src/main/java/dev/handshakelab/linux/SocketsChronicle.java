package dev.handshakelab.linux;

import dev.handshakelab.tcp.StateName;
import dev.handshakelab.trace.Cause;
import dev.handshakelab.trace.Clock;
import dev.handshakelab.trace.Conversation;
import dev.handshakelab.trace.Conversation.Opening;
import dev.handshakelab.trace.Disposition;
import dev.handshakelab.trace.Entry;
import dev.handshakelab.trace.Entry.Subject;
import dev.handshakelab.trace.Party;
import dev.handshakelab.trace.Provenance;
import dev.handshakelab.trace.SegmentKind;
import dev.handshakelab.trace.Trace;
import dev.handshakelab.wire.Decoded;
import dev.handshakelab.wire.Packet;
import dev.handshakelab.wire.Packets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes the trace of a session that no tap saw: the states in which its sockets were found, the SYN
 * as the server's kernel saved it, and what follows from these for certain. Nobody measured when a
 * segment passed, so those times are null, and the segments that the kernel does not keep are not
 * there.
 */
final class SocketsChronicle {
  private static final String BLIND =
      "No tap could be opened, so of the segments only the SYN is known, as the server's kernel saved"
          + " it; states are what the sockets were found in, and what follows from that.";

  private final Evidence evidence;
  private final List<Entry> entries = new ArrayList<>();
  private final Map<Party, StateName> states = new EnumMap<>(Party.class);
  private final Set<Party> closed = EnumSet.noneOf(Party.class);
  private final @Nullable Packet syn;
  private int transitions;

  private SocketsChronicle(Evidence evidence) {
    this.evidence = evidence;
    states.put(Party.CLIENT, StateName.CLOSED);
    states.put(Party.SERVER, StateName.LISTEN);
    syn =
        Packets.decode(evidence.savedSyn()) instanceof Decoded.Intact intact
            ? intact.packet()
            : null;
  }

  static Trace of(Evidence evidence) {
    return new SocketsChronicle(evidence).trace();
  }

  private Trace trace() {
    evidence.told().forEach(this::tell);
    entries.add(new Entry.Note(0, null, BLIND, null));
    return new Trace(Clock.MONOTONIC, 1, List.of(conversation()), entries);
  }

  private void tell(Told told) {
    switch (told) {
      case Told.Called called -> {
        entries.add(ToldEntries.call(called, evidence.zeroNs()));
        if (called.op().equals("OPEN") && called.result() == null) {
          opens();
        } else if (called.op().equals("CLOSE") && "ok".equals(called.result())) {
          closed.add(called.end());
        }
      }
      case Told.Remark remark -> entries.add(ToldEntries.note(remark, evidence.zeroNs()));
      case Told.Sampled sampled -> {
        switch (sampled.subject()) {
          case LISTENER ->
              entries.add(ToldEntries.listener(sampled, evidence.zeroNs(), ++transitions));
          case CONNECTION -> sampled(sampled);
        }
      }
    }
  }

  /** The kernel took the OPEN, so a SYN was sent; the one that opened the connection was saved. */
  private void opens() {
    move(
        Party.CLIENT,
        StateName.SYN_SENT,
        null,
        new Cause.ByCall("OPEN"),
        "RFC 9293 3.10.1",
        Provenance.INFERRED,
        null);
    if (syn == null) {
      return;
    }
    entries.add(
        new Entry.Sent(
            1,
            1,
            Party.CLIENT,
            null,
            SegmentKind.ORIGINAL,
            syn,
            evidence.savedSyn(),
            true,
            null,
            null,
            new Cause.ByCall("OPEN"),
            null,
            Provenance.KERNEL_REPORTED));
    entries.add(new Entry.Arrived(1, 1, null, false, Disposition.ACCEPTED, null, null));
    move(
        Party.SERVER,
        StateName.SYN_RECEIVED,
        null,
        new Cause.BySegment(1, 1),
        "RFC 9293 3.10.7.2#3",
        Provenance.INFERRED,
        null);
  }

  private void sampled(Told.Sampled sampled) {
    StateName to = sampled.state().state();
    StateName from = states.getOrDefault(sampled.end(), StateName.CLOSED);
    if (to == from) {
      return;
    }
    for (StateName passed : SampledStates.between(from, to, closed.contains(sampled.end()))) {
      move(sampled.end(), passed, null, null, null, Provenance.INFERRED, null);
    }
    move(
        sampled.end(),
        to,
        sampled.atNs() - evidence.zeroNs(),
        null,
        null,
        Provenance.SAMPLED,
        sampled.state().differingName());
  }

  private void move(
      Party end,
      StateName to,
      @Nullable Long atNs,
      @Nullable Cause cause,
      @Nullable String rule,
      Provenance provenance,
      @Nullable String kernelState) {
    StateName from = states.put(end, to);
    entries.add(
        new Entry.Transition(
            ++transitions,
            1,
            end,
            Subject.CONNECTION,
            from == null ? StateName.CLOSED : from,
            to,
            atNs,
            cause,
            rule,
            provenance,
            kernelState));
  }

  private Conversation conversation() {
    return new Conversation(
        1,
        evidence.client(),
        evidence.server(),
        1,
        syn == null ? Opening.NONE : Opening.ACTIVE_PASSIVE,
        syn == null ? null : syn.segment().sequence(),
        null);
  }
}
