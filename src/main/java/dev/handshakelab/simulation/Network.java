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
import java.util.List;
import java.util.Optional;
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
  private final Both<Optional<Verdict>> always;
  private final Both<Link> links = new Both<>(Link.EMPTY, Link.EMPTY);

  /** What each end has sent, by conversation less one: those are counted together. */
  private final Both<List<Occurrences>> sent = new Both<>(new ArrayList<>(0), new ArrayList<>(0));

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
    this.always =
        new Both<>(
            Optional.ofNullable(impairments.always(Party.CLIENT)),
            Optional.ofNullable(impairments.always(Party.SERVER)));
  }

  /**
   * Sends a packet on its way; what becomes of it is noted where it is anything but plain arrival.
   * What a machine sends to itself never gets here, and what is sent to a machine that does not
   * exist gets nowhere.
   */
  void transmit(long now, Sending sending) {
    @Nullable Party to = owner(sending.packet().ip().destination());
    if (to == sending.from()) {
      var loop =
          new Arriving(to, sending.conversation(), sending.ordinal(), 1, sending.packet(), false);
      agenda.put(now, Agenda.Rank.ARRIVAL, () -> ends.arrive(loop));
    } else if (to != null) {
      carry(now, to, sending);
    }
  }

  private static @Nullable Party owner(IpAddress address) {
    if (address.equals(Machines.SERVER.address())) {
      return Party.SERVER;
    }
    return address.equals(Machines.CLIENT.address()) ? Party.CLIENT : null;
  }

  private void carry(long now, Party to, Sending sending) {
    var verdict = judge(sending);
    var passing = stripped(to, sending.packet());
    note(now, sending, verdict, passing);
    var passage = links.of(to).pass(now, verdict);
    links.put(to, passage.link());
    for (Link.Arrival arrival : passage.arrivals()) {
      var arriving =
          new Arriving(
              to,
              sending.conversation(),
              sending.ordinal(),
              arrival.copy(),
              passing,
              arrival.corrupted());
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

  private Verdict judge(Sending sending) {
    var usual = always.of(sending.from());
    if (usual.isPresent()) {
      return usual.get();
    }
    var segment = sending.packet().segment();
    var counts = sent.of(sending.from());
    while (counts.size() < sending.conversation()) {
      counts.add(Occurrences.NONE);
    }
    var counted = counts.get(sending.conversation() - 1).plus(segment);
    counts.set(sending.conversation() - 1, counted);
    return impairments.judge(sending.from(), sending.conversation(), counted, segment);
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
