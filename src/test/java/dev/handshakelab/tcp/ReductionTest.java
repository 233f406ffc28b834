package dev.handshakelab.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handshakelab.wire.TcpOption.Timestamps;
import org.junit.jupiter.api.Test;

/**
 * A timeout makes the congestion window smaller. The peer is told so by CWR on the next new text
 * (RFC 3168 §6.1.2), unless it turns out that nothing was lost.
 */
class ReductionTest {
  private static final String ACK = "< . 301:301(0) ack %d win 65535";

  /** ESTABLISHED passively, ECN in force; ISS 100, IRS 300. */
  private static Machine machine(Machine of, boolean sack, boolean timestamps) {
    String options =
        (sack ? ",nop,nop,sackOK" : "") + (timestamps ? ",nop,nop,TS val 7 ecr 0" : "");
    var listening =
        of.with(new Settings.Offer(1460, Settings.NONE, sack, timestamps, Settings.Ecn.ACCEPT))
            .in("LISTEN");
    listening.when("< SEW 300:300(0) win 65535 <mss 1460" + options + ">");
    String stamp = timestamps ? " <nop,nop,TS val 8 ecr " + stamped(listening) + ">" : "";
    return listening.after(50 * Machine.MS).when(ACK.formatted(101) + stamp);
  }

  private static long stamped(Machine machine) {
    return machine
        .sent()
        .getLast()
        .segment()
        .option(Timestamps.class)
        .map(Timestamps::value)
        .orElseThrow();
  }

  private static void assertTold(Machine machine, boolean told) {
    machine.when("call SEND 5");
    assertThat(machine.sent().getFirst().segment().flags().letters())
        .as(machine::toString)
        .isEqualTo(told ? "P.W" : "P.");
  }

  @Test
  void afterATimeoutTheNextNewTextTells() {
    for (Machine of : new Machine[] {Machine.rfc(), Machine.linux()}) {
      var machine = machine(of, false, false).when("call SEND 5").due(Timer.RETRANSMIT);
      machine.answers("> P. 101:106(5) …").when(ACK.formatted(106));
      assertTold(machine, true);
      assertTold(machine.when(ACK.formatted(111)), false);
    }
  }

  /**
   * tcp_enter_loss queues CWR for a SYN as well; and what asked for ECN is answered for (§6.1.1).
   */
  @Test
  void aSynThatWasLostIsToldByTheFirstText() {
    var asking = new Settings.Offer(1460, Settings.NONE, false, false, Settings.Ecn.REQUEST);
    var machine = Machine.linux().with(asking).in("SYN-SENT").due(Timer.RETRANSMIT);
    machine.answers("> S 100:100(0) …").when("< S.E 300:300(0) ack 101 win 65535 <mss 1460>");
    assertTold(machine, true);
  }

  @Test
  void withoutEcnNobodyIsTold() {
    var machine = Machine.linux().in("ESTABLISHED").when("call SEND 5").due(Timer.RETRANSMIT);
    assertTold(machine.when(ACK.formatted(106)), false);
  }

  /** tcp_try_undo_loss, RFC 3708. */
  @Test
  void whatWasReportedAsADuplicateWasNotLost() {
    var machine = machine(Machine.linux(), true, false).when("call SEND 5");
    machine.due(Timer.LOSS_PROBE).due(Timer.RETRANSMIT);
    var one = machine.when(ACK.formatted(106) + " <nop,nop,sack 101:106>");
    assertThat(one.tcb().send().congestion().cwnd()).isLessThan(14_600);
    var both = one.when(ACK.formatted(106) + " <nop,nop,sack 101:106>");
    assertThat(both.tcb().send().congestion().cwnd()).isEqualTo(14_600);
    assertTold(both, false);
  }

  /** RFC 3522. */
  @Test
  void anEchoOfTheFirstSaysThatItArrived() {
    var machine = machine(Machine.linux(), false, true).when("call SEND 5");
    long first = stamped(machine);
    machine.due(Timer.RETRANSMIT);
    long second = stamped(machine);
    assertThat(second).isGreaterThan(first);
    String ack = ACK.formatted(106) + " <nop,nop,TS val 9 ecr %d>";
    assertTold(machine.when(ack.formatted(first)), false);
    var needed = machine(Machine.linux(), false, true).when("call SEND 5").due(Timer.RETRANSMIT);
    assertTold(needed.when(ack.formatted(second)), true);
  }

  /** tcp_process_tlp_ack: it shows only once something beyond the probed text is acknowledged. */
  @Test
  void aProbeThatRepairedALossIsTold() {
    var machine = machine(Machine.linux(), true, false).when("call SEND 5").due(Timer.LOSS_PROBE);
    assertTold(machine.when(ACK.formatted(106)), false);
    assertThat(machine.tcb().send().congestion().cwnd()).isEqualTo(11 * 1460);
    assertTold(machine.when(ACK.formatted(111)), true);
    assertThat(machine.tcb().send().congestion().ssthresh()).isEqualTo(11 * 1460 / 2);
  }

  @Test
  void aProbeThatWasReportedAsADuplicateRepairedNothing() {
    var machine = machine(Machine.linux(), true, false).when("call SEND 5").due(Timer.LOSS_PROBE);
    assertTold(machine.when(ACK.formatted(106) + " <nop,nop,sack 101:106>"), false);
    assertTold(machine.when(ACK.formatted(111)), false);
  }
}
