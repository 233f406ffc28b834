package dev.handshakelab.tcp;

import static dev.handshakelab.tcp.Pair.Side.A;
import static dev.handshakelab.tcp.Pair.Side.B;
import static org.assertj.core.api.Assertions.assertThat;

import dev.handshakelab.wire.SequenceNumber;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A SYN in TIME-WAIT: MAY-2 and RFC 6191. */
@Tag("MAY-2")
@Tag("SHLD-4")
class TimeWaitReuseTest {
  private static final Settings STAMPED =
      Settings.PLAIN.with(new Settings.Offer(1460, Settings.NONE, false, true, Settings.Ecn.OFF));

  /** B in TIME-WAIT with SND.NXT 302 and RCV.NXT 102; A has forgotten everything. */
  private static Pair waiting(Policy policy, Settings settings, Long... isnsOfB) {
    var pair =
        Pair.of(policy, settings, List.of(100L, 50_000L), List.of(isnsOfB))
            .listen(B)
            .open(A)
            .passes(A)
            .passes(B)
            .passes(A)
            .close(B)
            .passes(B);
    return (policy.equals(Policy.LINUX)
            ? pair.expire(A)
            : pair) // it acknowledges a FIN a tick later
        .passes(A)
        .close(A)
        .passes(A)
        .passes(B)
        .reboot(A)
        .preamble();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # a higher sequence number opens, by both policies; Linux takes SND.NXT + 65537
          RFC   | S 103:103(0) win 500 | <SEQ=70000><ACK=104><CTL=SYN,ACK>
          LINUX | S 103:103(0) win 500 | <SEQ=65839><ACK=104><CTL=SYN,ACK>
          # one that was used already does not
          RFC   | S 102:102(0) win 500 | <SEQ=302><ACK=102><CTL=ACK>
          LINUX | S 102:102(0) win 500 | <SEQ=302><ACK=102><CTL=ACK>
          RFC   | S 90:90(0) win 500   | <SEQ=302><ACK=102><CTL=ACK>
          LINUX | S 90:90(0) win 500   | <SEQ=302><ACK=102><CTL=ACK>
          """)
  @Tag("rule-90")
  void withoutTimestampsTheSequenceNumberDecides(String profile, String syn, String answer) {
    var policy = profile.equals("RFC") ? Policy.RFC_9293 : Policy.LINUX;
    var settings =
        profile.equals("RFC")
            ? Settings.PLAIN
            : Settings.LINUX.with(new Settings.Offer(1460, -1, false, false, Settings.Ecn.OFF));
    var pair = waiting(policy, settings, 300L, 70_000L).injected(B, syn).preamble();
    assertThat(pair.passes(B).lastSegment()).isEqualTo(answer);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # a later timestamp opens, whatever the number
          S 90:90(0) win 500 <mss 1460,nop,nop,TS val %d ecr 0>   | 1  | SYN-RECEIVED
          # the same one only with a higher number
          S 90:90(0) win 500 <mss 1460,nop,nop,TS val %d ecr 0>   | 0  | TIME-WAIT
          S 200:200(0) win 500 <mss 1460,nop,nop,TS val %d ecr 0> | 0  | SYN-RECEIVED
          # an older one never does
          S 200:200(0) win 500 <mss 1460,nop,nop,TS val %d ecr 0> | -5 | TIME-WAIT
          # without one the number decides again
          S 200:200(0) win 500                                    | 0  | SYN-RECEIVED
          """)
  @Tag("rule-90")
  void withTimestampsTheyDecide(String syn, int later, String state) {
    for (var policy : List.of(Policy.RFC_9293, Policy.LINUX)) {
      var pair = waiting(policy, STAMPED, 300L, 70_000L);
      long recent = recent(pair);
      pair.injected(B, syn.formatted(recent + later));
      assertThat(pair.state(B)).as("%s", policy.timeWaitChecks()).isEqualTo(state);
    }
  }

  private static long recent(Pair pair) {
    var slot = pair.host(B).connection(new Path(Pair.B, Pair.A, 1500)).orElseThrow();
    return ((State.Connected) slot.state()).tcb().negotiated().tsRecent();
  }

  /** MAY-2 (1): past everything that the old incarnation has sent. */
  @Test
  @Tag("rule-90")
  @Tag("rule-29")
  void theNewIsnIsPastTheOldNumbersEvenIfTheGeneratorsIsNot() {
    var pair = waiting(Policy.RFC_9293, Settings.PLAIN, 300L, 200L);
    pair.injected(B, "S 103:103(0) win 500").preamble();
    assertThat(pair.passes(B).lastSegment()).isEqualTo("<SEQ=65839><ACK=104><CTL=SYN,ACK>");
  }

  /** MAY-2 (2): the SYN was an old duplicate, which its sender tells by a RST. */
  @Test
  @Tag("rule-90")
  void theOldIncarnationReturnsWhenTheSynWasAnOldDuplicate() {
    var pair = waiting(Policy.RFC_9293, Settings.PLAIN, 300L, 70_000L);
    long due = pair.host(B).nextDeadline();
    pair.injected(B, "S 103:103(0) win 500");
    assertThat(pair.state(B)).isEqualTo("SYN-RECEIVED");
    pair.passes(B).passes(A);
    assertThat(pair.state(B)).isEqualTo("TIME-WAIT");
    assertThat(pair.host(B).nextDeadline()).isEqualTo(due);
    assertThat(pair.expire(B).state(B)).isEqualTo("LISTEN");
  }

  @Test
  void whenItsTimeIsOverMeanwhileItDoesNotReturn() {
    var pair = waiting(Policy.RFC_9293, Settings.PLAIN, 300L, 70_000L);
    pair.after(239 * Machine.SECOND).injected(B, "S 103:103(0) win 500");
    pair.passes(B).after(2 * Machine.SECOND).passes(A);
    assertThat(pair.state(B)).isEqualTo("LISTEN");
    assertThat(pair.host(B).isAtRest()).isTrue();
  }

  @Test
  void theNewIncarnationGoesOnByItself() {
    for (var policy : List.of(Policy.RFC_9293, Policy.LINUX)) {
      var pair = waiting(policy, Settings.PLAIN, 300L, 70_000L).open(A).passes(A).passes(B);
      pair.passes(A);
      assertThat(pair.state(A)).isEqualTo("ESTABLISHED");
      assertThat(pair.state(B)).isEqualTo("ESTABLISHED");
      assertThat(pair.host(B).connections().inOrder().size()).isEqualTo(1);
    }
  }

  @Test
  void itCanBeTurnedOff() {
    var off = Switches.set(Policy.RFC_9293, "timeWaitReuse", "OFF");
    var pair = waiting(off, Settings.PLAIN, 300L).injected(B, "S 50000:50000(0) win 500");
    assertThat(pair.state(B)).isEqualTo("TIME-WAIT");
  }

  @Test
  void theStepPastTheOldNumbersWraps() {
    var cx =
        new Context(
            Policy.LINUX,
            Settings.PLAIN,
            Secrets.of(1, 1),
            new Path(Pair.B, Pair.A, 1500),
            0,
            Context.Shared.NOTHING,
            0,
            null);
    var machine = Machine.rfc().in("TIME-WAIT");
    var tcb = machine.tcb();
    var high =
        new State.Connected(
            Phase.TIME_WAIT, tcb.with(tcb.send().to(SequenceNumber.of(4_294_967_290L))));
    assertThat(Reincarnation.iss(cx, high).value()).isEqualTo(65_531);
  }
}
