package dev.handshakelab.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handshakelab.tcp.StateName;
import dev.handshakelab.trace.Entry;
import dev.handshakelab.trace.Entry.Sent;
import dev.handshakelab.trace.Trace;
import dev.handshakelab.wire.Flag;
import dev.handshakelab.wire.Packet;
import dev.handshakelab.wire.Segment;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Each invariant notices a session that breaks it: a trace is changed in one place by hand. */
class BrokenInvariantsTest {
  private static final String NORMAL = "{\"seed\": 1, \"exchange\": {\"close\": \"BOTH\"}}";
  private static final String REFUSED = "{\"seed\": 1, \"scenario\": \"closed-port\"}";

  @Test
  void withoutAChangeNoneIsBroken() throws Exception {
    assertThat(broken(NORMAL, UnaryOperator.identity())).isEmpty();
    assertThat(broken(REFUSED, UnaryOperator.identity())).isEmpty();
  }

  @Test
  @Tag("rule-130")
  void establishedOnlyByTheRightAck() throws Exception {
    assertThat(broken(NORMAL, packet(3, segment -> acknowledging(segment, 1))))
        .contains(Invariants.ESTABLISHED_ONLY_BY_THE_RIGHT_ACK);
    assertThat(
            broken(
                NORMAL, packet(3, segment -> segment.withFlags(segment.flags().minus(Flag.ACK)))))
        .contains(Invariants.ESTABLISHED_ONLY_BY_THE_RIGHT_ACK);
  }

  @Test
  @Tag("rule-131")
  void bothEstablishedAgree() throws Exception {
    assertThat(broken(NORMAL, packet(2, segment -> acknowledging(segment, 1))))
        .contains(Invariants.BOTH_ESTABLISHED_AGREE);
  }

  @Test
  @Tag("rule-132")
  void resetsAreBelievable() throws Exception {
    assertThat(broken(REFUSED, packet(2, segment -> acknowledging(segment, 1))))
        .containsExactly(Invariants.RESETS_ARE_BELIEVABLE);
    assertThat(broken(REFUSED, packet(2, segment -> standing(segment, 1))))
        .containsExactly(Invariants.RESETS_ARE_BELIEVABLE);
  }

  @Test
  @Tag("rule-133")
  void noResetAnswersAReset() throws Exception {
    assertThat(
            broken(
                REFUSED, packet(1, segment -> segment.withFlags(segment.flags().plus(Flag.RST)))))
        .contains(Invariants.NO_RESET_ANSWERS_A_RESET);
  }

  @Test
  @Tag("rule-134")
  void noStorm() throws Exception {
    UnaryOperator<List<Entry>> storm =
        entries -> {
          List<Entry> more = new ArrayList<>(entries);
          more.addAll(
              Collections.nCopies(
                  200, entries.stream().filter(Sent.class::isInstance).toList().getLast()));
          return more;
        };
    assertThat(broken(NORMAL, storm)).containsExactly(Invariants.NO_STORM);
  }

  @Test
  @Tag("rule-135")
  void nobodyIsLeftHalfWay() throws Exception {
    assertThat(broken(NORMAL, entries -> entries.subList(0, after(StateName.SYN_SENT, entries))))
        .containsExactly(Invariants.NOBODY_IS_LEFT_HALF_WAY);
    assertThat(broken(NORMAL, entries -> entries.subList(0, after(StateName.LAST_ACK, entries))))
        .containsExactly(Invariants.NOBODY_IS_LEFT_HALF_WAY);
  }

  @Test
  @Tag("rule-137")
  void movesAreTheRfcs() throws Exception {
    assertThat(broken(NORMAL, moving(StateName.TIME_WAIT, StateName.CLOSING)))
        .contains(Invariants.MOVES_ARE_THE_RFCS);
    assertThat(broken(REFUSED, moving(StateName.CLOSED, StateName.LISTEN)))
        .containsExactly(Invariants.MOVES_ARE_THE_RFCS);
  }

  private static List<Invariants> broken(String json, UnaryOperator<List<Entry>> change)
      throws Exception {
    var request = RandomSessions.request(json);
    var trace = new Simulator().run(request, _ -> {});
    var changed =
        new Trace(
            trace.clock(),
            trace.resolutionNs(),
            trace.conversations(),
            change.apply(trace.entries()));
    return List.of(Invariants.values()).stream()
        .filter(each -> !each.broken(request, changed).isEmpty())
        .toList();
  }

  private static int after(StateName state, List<Entry> entries) {
    for (int i = 0; i < entries.size(); i++) {
      if (entries.get(i) instanceof Entry.Transition move && move.to() == state) {
        return i + 1;
      }
    }
    throw new AssertionError("nobody gets to " + state);
  }

  /** Every move to one state goes to another. */
  private static UnaryOperator<List<Entry>> moving(StateName to, StateName instead) {
    return each(entry ->
        entry instanceof Entry.Transition move && move.to() == to
            ? new Entry.Transition(
                move.ordinal(),
                move.connection(),
                move.endpoint(),
                move.subject(),
                move.from(),
                instead,
                move.atNs(),
                move.cause(),
                move.rule(),
                move.provenance(),
                move.kernelState())
            : entry);
  }

  private static UnaryOperator<List<Entry>> packet(int ordinal, UnaryOperator<Segment> change) {
    return each(entry ->
        entry instanceof Sent sent && sent.ordinal() == ordinal
            ? new Sent(
                sent.ordinal(),
                sent.connection(),
                sent.from(),
                sent.injectedBy(),
                sent.kind(),
                new Packet(sent.packet().ip(), change.apply(sent.packet().segment())),
                sent.octets(),
                sent.checksumOffloaded(),
                sent.atNs(),
                sent.retransmissionOf(),
                sent.cause(),
                sent.rule(),
                sent.provenance())
            : entry);
  }

  private static UnaryOperator<List<Entry>> each(UnaryOperator<Entry> change) {
    return entries -> entries.stream().map(change).toList();
  }

  private static Segment acknowledging(Segment segment, int more) {
    return moved(segment, 0, more);
  }

  private static Segment standing(Segment segment, int further) {
    return moved(segment, further, 0);
  }

  private static Segment moved(Segment segment, int sequence, int acknowledgment) {
    return new Segment(
        segment.sourcePort(),
        segment.destinationPort(),
        segment.sequence().plus(sequence),
        segment.acknowledgment().plus(acknowledgment),
        segment.flags(),
        segment.window(),
        segment.urgentPointer(),
        segment.options(),
        segment.payload());
  }
}
