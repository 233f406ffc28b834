package dev.handshakelab.simulation;

import dev.handshakelab.scenario.Impairments;
import dev.handshakelab.scenario.Link;
import dev.handshakelab.scenario.Occurrences;
import dev.handshakelab.scenario.SessionRequest;
import dev.handshakelab.scenario.Strippable;
import dev.handshakelab.scenario.Verdict;
import dev.handshakelab.trace.Entry;
import dev.handshakelab.trace.Party;
import dev.handshakelab.trace.Recorder;
import dev.handshakelab.wire.IpAddress;
import dev.handshakelab.wire.Packet;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The network between the two machines: carries packets as the impairments decide, and says what it
 * has to say to those who sent them.
 */
final class Network {
  private final SessionRequest request;
  private final Agenda agenda;
  private final Ends ends;
  private final Recorder recorder;
  private final Impairments impairments;
  private final Map<Party, Link> links = new EnumMap<>(Party.class);
  private final Map<Sender, Occurrences> sent = new HashMap<>();

  /** One end of one conversation: whose transmissions are counted together. */
  private record Sender(Party party, int conversation) {}

  /**
   * A segment under way.
   *
   * @param from who sent it
   * @param ordinal of the segment
   */
  record Sending(Party from, int conversation, int ordinal, Packet packet) {}

  /**
   * A copy of a packet at the end of its way.
   *
   * @param segment the ordinal of the segment
   * @param copy from 1
   */
  record Arriving(
      Party to, int conversation, int segment, int copy, Packet packet, boolean corrupted) {}

  /** What reaches the machines. */
  interface Ends {
    void arrive(Arriving arriving);

    /** A router could not pass a segment on. */
    void unreachable(Sending sending, int type, int code);

    /** A box ends a connection in both ends' names. */
    void reset(Sending sending);
  }

  Network(SessionRequest request, Agenda agenda, Ends ends, Recorder recorder) {
    this.request = request;
    this.agenda = agenda;
    this.ends = ends;
    this.recorder = recorder;
    this.impairments = new Impairments(request.seed(), request.network());
    for (Party party : Party.values()) {
      links.put(party, Link.EMPTY);
    }
  }

  /**
   * Sends a packet on its way; what becomes of it is noted where it is anything but plain arrival.
   * What a machine sends to itself never gets here, and what is sent to a machine that does not
   * exist gets nowhere.
   */
  void transmit(long now, Sending sending) {
    @Nullable Party to = owner(sending.packet().destination().address());
    if (to == sending.from()) {
      var loop =
          new Arriving(to, sending.conversation(), sending.ordinal(), 1, sending.packet(), false);
      agenda.put(now, Agenda.Rank.ARRIVAL, () -> ends.arrive(loop));
    } else if (to != null) {
      carry(now, to, sending);
    }
  }

  private static @Nullable Party owner(IpAddress address) {
    for (Party party : Party.values()) {
      if (Machines.address(party).address().equals(address)) {
        return party;
      }
    }
    return null;
  }

  private void carry(long now, Party to, Sending sending) {
    var segment = sending.packet().segment();
    int conversation = sending.conversation();
    var counted =
        sent.merge(
            new Sender(sending.from(), conversation),
            Occurrences.NONE.plus(segment),
            (before, _) -> before.plus(segment));
    var verdict = impairments.judge(sending.from(), conversation, counted, segment);
    var passing = stripped(to, sending.packet());
    note(now, sending, verdict, passing);
    var passage = Objects.requireNonNull(links.get(to)).pass(now, verdict);
    links.put(to, passage.link());
    for (Link.Arrival arrival : passage.arrivals()) {
      var arriving =
          new Arriving(
              to, conversation, sending.ordinal(), arrival.copy(), passing, arrival.corrupted());
      agenda.put(arrival.dueNs(), Agenda.Rank.ARRIVAL, () -> ends.arrive(arriving));
    }
    switch (verdict.answer()) {
      case Verdict.Answer.Nothing _ -> {}
      case Verdict.Answer.Icmp(int type, int code, long delay) ->
          agenda.put(now + delay, Agenda.Rank.ARRIVAL, () -> ends.unreachable(sending, type, code));
      case Verdict.Answer.Resets(long delay) ->
          agenda.put(now + delay, Agenda.Rank.ARRIVAL, () -> ends.reset(sending));
    }
  }

  private Packet stripped(Party to, Packet packet) {
    var strips = request.network().to(to).strips();
    return strips.isEmpty()
        ? packet
        : new Packet(packet.ip(), Strippable.strip(packet.segment(), strips));
  }

  private void note(long now, Sending sending, Verdict verdict, Packet passing) {
    boolean changed = !passing.equals(sending.packet());
    if (verdict.because().isEmpty() && !changed) {
      return;
    }
    List<String> what = new ArrayList<>();
    if (!verdict.because().isEmpty()) {
      what.add(verdict.told());
    }
    if (changed && !verdict.copies().isEmpty()) {
      what.add("stripped of options on its way: " + passing.segment());
    }
    for (String each : what) {
      recorder.write(
          new Entry.Note(
              sending.conversation(), null, "segment " + sending.ordinal() + " " + each, now));
    }
  }
}
