package dev.handshakelab.tcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.handshakelab.wire.Flags;
import dev.handshakelab.wire.Notation;
import dev.handshakelab.wire.Octets;
import dev.handshakelab.wire.Packet;
import dev.handshakelab.wire.Segment;
import dev.handshakelab.wire.SequenceNumber;
import dev.handshakelab.wire.TcpOption;
import dev.handshakelab.wire.TcpOption.Timestamps;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 4987 §3.6: a listener that keeps nothing, and what it forgets. */
class SynCookieTest {
  private static final Settings.Offer ALL =
      new Settings.Offer(1460, 7, true, true, Settings.Ecn.ACCEPT);

  private Host host = host(Settings.LINUX.with(ALL), Backlog.of(0).with(Backlog.Cookies.ALWAYS));
  private long nowNs;
  private List<Effect> effects = List.of();

  private static Host host(Settings settings, Backlog backlog) {
    var started = Host.start(2, Policy.LINUX, settings, Secrets.of(42, 2), 1500);
    return started.handle(0, new HostInput.Listen(1, Pair.B, backlog)).next();
  }

  private void take(Segment segment) {
    var addressed = segment.withPorts(Pair.A.port(), Pair.B.port());
    Packet packet = Pair.packet(Pair.Side.A, addressed);
    var outcome = host.handle(nowNs, new HostInput.Arrival(packet));
    host = outcome.next();
    effects = outcome.effects().stream().map(HostOutcome.Addressed::effect).toList();
  }

  private void take(String segment) {
    take(Notation.parse(segment));
  }

  private Segment sent() {
    return effects.stream()
        .filter(Effect.Send.class::isInstance)
        .map(send -> ((Effect.Send) send).packet().segment())
        .findFirst()
        .orElseThrow();
  }

  /** The third segment that answers the SYN+ACK just sent. */
  private Segment third(Segment synAck) {
    List<TcpOption> options = new ArrayList<>();
    synAck
        .option(Timestamps.class)
        .ifPresent(stamp ->
            options.addAll(
                List.of(TcpOption.NOP, TcpOption.NOP, new Timestamps(77, stamp.value()))));
    return new Segment(
        0,
        0,
        synAck.acknowledgment(),
        synAck.sequence().plus(1),
        Flags.ACK,
        500,
        0,
        options,
        Octets.EMPTY);
  }

  private Tcb established() {
    var state = host.connections().inOrder().getFirst().state();
    assertThat(state.label()).isEqualTo(StateName.ESTABLISHED);
    return ((State.Connected) state).tcb();
  }

  @Test
  @Tag("rule-122")
  @Tag("rule-123")
  void theListenerKeepsNothingAndRebuildsTheConnection() {
    take("S 100:100(0) win 500 <mss 1400>");
    assertThat(host.connections().inOrder()).isEmpty();
    assertThat(host.listener(Pair.B).orElseThrow().halfOpen()).isZero();
    take(third(sent()));
    assertThat(effects.stream().filter(Effect.Moved.class::isInstance).toList())
        .extracting(move -> ((Effect.Moved) move).from(), move -> ((Effect.Moved) move).to())
        .containsExactly(
            tuple(StateName.LISTEN, StateName.SYN_RECEIVED),
            tuple(StateName.SYN_RECEIVED, StateName.ESTABLISHED));
    assertThat(host.listener(Pair.B).orElseThrow().acceptQueue()).containsExactly(1);
    assertThat(host.listener(Pair.B).orElseThrow().halfOpen()).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "0, 536",
    "500, 536",
    "1299, 536",
    "1300, 1300",
    "1439, 1300",
    "1440, 1440",
    "1460, 1460",
    "9000, 1460"
  })
  @Tag("rule-123")
  void oneOfFourMssValuesIsKept(int announced, int kept) {
    take(announced == 0 ? "S 1:1(0) win 500" : "S 1:1(0) win 500 <mss " + announced + ">");
    take(third(sent()));
    assertThat(established().negotiated().sendMss()).isEqualTo(kept);
  }

  @Test
  @Tag("rule-123")
  void withoutTimestampsAllOtherOptionsAreLost() {
    take("S 100:100(0) win 500 <mss 1460,nop,nop,sackOK,nop,wscale 3>");
    assertThat(sent().options()).hasSize(1);
    take(third(sent()));
    var agreed = established().negotiated();
    assertThat(List.of(agreed.sack(), agreed.scaling(), agreed.timestamps())).containsOnly(false);
  }

  @Test
  @Tag("rule-123")
  void withTimestampsTheyTravelInTheirLowBits() {
    take("SEW 100:100(0) win 500 <mss 1460,sackOK,TS val 7 ecr 0,nop,wscale 3>");
    take(third(sent()));
    var agreed = established().negotiated();
    assertThat(List.of(agreed.sack(), agreed.scaling(), agreed.timestamps(), agreed.ecn()))
        .containsOnly(true);
    assertThat(agreed.sendShift()).isEqualTo(3);
    assertThat(agreed.receiveShift()).isEqualTo(7);
    assertThat(established().send().window().wnd()).isEqualTo(4000);
  }

  @Test
  void textOnTheThirdSegmentIsTaken() {
    take("S 100:100(0) win 500");
    take(third(sent()).withFlags(Flags.PSH_ACK).withPayload(Octets.zeros(5)));
    assertThat(effects.stream().filter(Effect.Deliver.class::isInstance)).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({
    "0, true",
    "59, true",
    "60, true",
    "119, true", // made at second 0: good in minutes 0 and 1
    "120, false"
  })
  @Tag("rule-123")
  void aCookieIsGoodForTwoMinutesAtMost(long seconds, boolean good) {
    take("S 100:100(0) win 500");
    var third = third(sent());
    nowNs = seconds * Machine.SECOND;
    take(third);
    assertThat(host.connections().inOrder().size()).isEqualTo(good ? 1 : 0);
    if (!good) {
      assertThat(sent().isRst()).isTrue();
    }
  }

  /** But for the next three, which are the cookies of the other MSS that it can tell. */
  @Test
  @Tag("rule-123")
  @Tag("rule-128")
  void anyOtherAcknowledgmentIsReset() {
    take("S 100:100(0) win 500");
    var right = third(sent());
    for (int wrong : new int[] {4, -1, 1 << 24, 5000}) {
      take(moved(right, wrong));
      assertThat(sent().isRst()).as("%d off", wrong).isTrue();
      assertThat(host.connections().inOrder()).isEmpty();
    }
  }

  /**
   * Linux adds SEG.SEQ to the hash, so a cookie says no more than how far the two numbers are
   * apart: an ACK from later in a connection that is gone fits as well, and one that follows text
   * which was lost opens a connection that starts too late.
   */
  @ParameterizedTest
  @CsvSource({"1, 1, 1460", "7, 7, 1460", "1, 0, 1440", "3, 0, 536"})
  void numbersThatMovedTogetherFitToo(int sequenceBy, int ackBy, int mss) {
    take("S 100:100(0) win 500 <mss 1460>");
    var third = third(sent());
    take(
        new Segment(
            0,
            0,
            third.sequence().plus(sequenceBy),
            third.acknowledgment().plus(ackBy),
            Flags.ACK,
            500,
            0,
            List.of(),
            Octets.EMPTY));
    assertThat(established().opening().irs().value()).isEqualTo(100 + sequenceBy);
    assertThat(established().negotiated().sendMss()).isEqualTo(mss);
  }

  private static Segment moved(Segment segment, int by) {
    return new Segment(
        0,
        0,
        segment.sequence(),
        segment.acknowledgment().plus(by),
        segment.flags(),
        segment.window(),
        0,
        segment.options(),
        segment.payload());
  }

  /** gVisor#6076. */
  @Test
  @Tag("rule-124")
  void aResetDoesNotComplete() {
    take("S 100:100(0) win 500");
    take(third(sent()).withFlags(Flags.RST_ACK));
    assertThat(host.connections().inOrder()).isEmpty();
    assertThat(effects).hasOnlyElementsOfType(Effect.Dropped.class);
  }

  @Test
  void withoutACookieOutNoneIsBelieved() {
    take("S 100:100(0) win 500");
    var third = third(sent());
    host = host(Settings.LINUX.with(ALL), Backlog.of(0).with(Backlog.Cookies.ALWAYS));
    take(third);
    assertThat(sent().isRst()).isTrue();
  }

  @Test
  void whenFullMeansOnlyThen() {
    host = host(Settings.LINUX.with(ALL), Backlog.of(0).with(Backlog.Cookies.WHEN_FULL));
    take("S 100:100(0) win 500");
    assertThat(host.connections().inOrder().size()).isEqualTo(1);
    var other = Notation.parse("S 100:100(0) win 500").withPorts(5, Pair.B.port());
    host = host.handle(0, new HostInput.Arrival(Pair.packet(Pair.Side.A, other))).next();
    assertThat(host.connections().inOrder().size()).isEqualTo(1);
    assertThat(host.listener(Pair.B).orElseThrow().cookieAtNs()).isZero();
  }

  /** The silent hang: the third segment is lost, the server would speak first. */
  @Test
  @Tag("rule-123")
  void nothingIsEverSentAgain() {
    take("S 100:100(0) win 500");
    assertThat(host.nextDeadline()).isEqualTo(Host.NEVER);
    assertThat(host.isAtRest()).isTrue();
  }

  @Test
  void aFullAcceptQueueForgetsTheThirdSegment() {
    take("S 100:100(0) win 500");
    take(third(sent()));
    var other = Notation.parse("S 100:100(0) win 500").withPorts(5, Pair.B.port());
    var answer = host.handle(0, new HostInput.Arrival(Pair.packet(Pair.Side.A, other)));
    assertThat(answer.effects().getFirst().effect()).isInstanceOf(Effect.Dropped.class);
  }

  /** tcp_parse_options: TCP_MAXSEG of the listener bounds what a cookie has to keep. */
  @Test
  void noLargerMssIsKeptThanTheListenerSends() {
    host =
        host(
            Settings.LINUX.with(new Settings.Offer(1299, 7, true, true, Settings.Ecn.ACCEPT)),
            Backlog.of(0).with(Backlog.Cookies.ALWAYS));
    take("S 1:1(0) win 500 <mss 1460>");
    take(third(sent()));
    assertThat(established().negotiated().sendMss()).isEqualTo(536);
  }

  /** cookie_v4_check: 122 segments of 536. */
  @Test
  void theWindowCountsInSegmentsOfTheMssThatWasKept() {
    take("S 1:1(0) win 500 <mss 600>");
    assertThat(sent().window()).isEqualTo(64_240);
    take(third(sent()));
    assertThat(established().receive().wnd()).isEqualTo(65_392);
  }

  /** What was read makes room for as many of them again, and not for segments of our own MSS. */
  @Test
  void theWindowStaysInSegmentsOfThatMss() {
    take("S 1:1(0) win 500 <mss 600>");
    var third = third(sent());
    take(third);
    var text = third.withPayload(Octets.of(new byte[500]));
    take(text);
    int connection = host.connections().inOrder().getFirst().number();
    host = host.handle(nowNs, new HostInput.User(connection, 2, new Op.Receive(500))).next();
    assertThat(established().receive().wnd()).isEqualTo(65_392);
  }

  /** What is deferred is a request, and there is none (tcp_get_cookie_sock). */
  @Test
  void aListenerThatWaitsForTextDoesNotWaitForItAfterACookie() {
    host = host(Settings.LINUX.with(ALL), Backlog.of(0).with(Backlog.Cookies.ALWAYS).deferring(1));
    take("S 100:100(0) win 500");
    take(third(sent()));
    assertThat(established().opening().passive()).isTrue();
  }

  @Test
  void isnsOfDifferentSynsHaveNothingInCommon() {
    take("S 100:100(0) win 500");
    SequenceNumber first = sent().sequence();
    take("S 101:101(0) win 500");
    assertThat(sent().sequence()).isEqualTo(first.plus(1));
    nowNs = 60 * Machine.SECOND;
    take("S 101:101(0) win 500");
    assertThat(Math.abs(sent().sequence().minus(first))).isGreaterThan(1 << 16);
  }
}
