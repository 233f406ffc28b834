package dev.handshakelab.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handshakelab.wire.Flags;
import dev.handshakelab.wire.IpAddress;
import dev.handshakelab.wire.IpHeader;
import dev.handshakelab.wire.Notation;
import dev.handshakelab.wire.Packet;
import dev.handshakelab.wire.Segment;
import dev.handshakelab.wire.SocketAddress;
import dev.handshakelab.wire.TcpOption.MaximumSegmentSize;
import dev.handshakelab.wire.TcpOption.Timestamps;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Options, ECN and the IP header: §3.2, §3.7.1, RFC 7323, RFC 3168. */
class OptionsInForceTest {
  private static final Settings.Offer ALL =
      new Settings.Offer(1460, 7, true, true, Settings.Ecn.ACCEPT);

  private static Settings.Offer mss(int value) {
    return new Settings.Offer(value, Settings.NONE, false, false, Settings.Ecn.OFF);
  }

  /** §3.7.1. */
  @Nested
  class Mss {
    @ParameterizedTest
    @CsvSource({
      // announced by the peer, Eff.snd.MSS
      "<mss 1000>, 1000",
      "<mss 9000>, 1460", // no more than fits the path
      "'', 536",
      "<mss 0>, 536",
      "<mss 20>, 48",
    })
    @Tag("MUST-14")
    @Tag("MUST-15")
    @Tag("MUST-16")
    @Tag("rule-109")
    @Tag("SHLD-28")
    void whatTheSynSaysAndThePathAllows(String options, int size) {
      var machine =
          Machine.rfc()
              .in("SYN-SENT")
              .when("< S. 300:300(0) ack 101 win 65535 " + options, "call SEND 5000");
      assertThat(machine.sent().getFirst().segment().payload().length()).isEqualTo(size);
    }

    @Test
    @Tag("MUST-15")
    @Tag("rule-109")
    void forIpv6OneThousandTwoHundredAndTwentyAreAssumed() {
      var path =
          new Path(
              new SocketAddress(IpAddress.parse("2001:db8::1"), 5),
              new SocketAddress(IpAddress.parse("2001:db8::2"), 6),
              1500);
      var machine =
          Machine.rfc()
              .on(path)
              .in("SYN-SENT")
              .when("< S. 300:300(0) ack 101 win 65535", "call SEND 5000");
      assertThat(machine.sent().getFirst().segment().payload().length()).isEqualTo(1220);
    }

    @Test
    @Tag("MUST-16")
    @Tag("rule-109")
    void optionsTakeTheirRoomFromTheText() {
      var machine =
          Machine.rfc()
              .with(ALL)
              .in("SYN-SENT")
              .when("< S. 300:300(0) ack 101 win 65535 <mss 1460,sackOK,TS val 1 ecr 0>")
              .when("call SEND 5000");
      assertThat(machine.sent().getFirst().segment().payload().length()).isEqualTo(1448);
    }

    @Test
    @Tag("MUST-14")
    @Tag("SHLD-5")
    @Tag("MAY-3")
    @Tag("rule-109")
    void isInEverySynAndSynAck() {
      assertThat(announced(Machine.rfc().with(mss(1000)).in("SYN-SENT"))).isEqualTo(1000);
      assertThat(announced(Machine.rfc().with(mss(536)).in("SYN-SENT"))).isEqualTo(536);
      assertThat(
              announced(Machine.rfc().with(mss(1000)).in("LISTEN").when("< S 300:300(0) win 500")))
          .isEqualTo(1000);
    }

    private int announced(Machine machine) {
      return machine.effects().stream()
          .filter(Effect.Send.class::isInstance)
          .map(send -> ((Effect.Send) send).packet().segment())
          .findFirst()
          .flatMap(segment -> segment.option(MaximumSegmentSize.class))
          .orElseThrow()
          .value();
    }

    @Test
    @Tag("MUST-67")
    @Tag("SHLD-6")
    @Tag("rule-109")
    void isNoLargerThanTheLinkCarries() {
      assertThat(announced(Machine.rfc().with(mss(9000)).in("SYN-SENT"))).isEqualTo(1460);
      assertThat(
              announced(
                  Machine.rfc()
                      .with(mss(9000))
                      .on(new Path(Machine.LOCAL, Machine.REMOTE, 1280))
                      .in("SYN-SENT")))
          .isEqualTo(1240);
    }

    @Test
    @Tag("MUST-67")
    @Tag("rule-109")
    void isNotReducedForOptions() {
      assertThat(announced(Machine.linux().with(ALL).in("SYN-SENT"))).isEqualTo(1460);
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "call SEND 5",
          "call CLOSE",
          "call ABORT",
          "< P. 301:302(1) ack 101 win 500",
          "< S 301:301(0)"
        })
    @Tag("MUST-65")
    @Tag("rule-109")
    void isOnNoSegmentWithoutSyn(String event) {
      var machine = Machine.rfc().in("ESTABLISHED").when(event);
      assertThat(machine.sent()).isNotEmpty();
      for (Packet packet : machine.sent()) {
        assertThat(packet.segment().option(MaximumSegmentSize.class)).isEmpty();
      }
    }
  }

  /** What is in force is what both SYNs carried; the SYN+ACK mirrors the SYN in Linux's order. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          <mss 1460>                                   | <mss 1460>                                    | 64240
          <mss 1460,sackOK>                            | <mss 1460,nop,nop,sackOK>                     | 64240
          <mss 1460,TS val 7 ecr 0>                    | <mss 1460,nop,nop,TS val V ecr 7>             | 65160
          <mss 1460,sackOK,TS val 7 ecr 0>             | <mss 1460,sackOK,TS val V ecr 7>              | 65160
          <mss 1460,wscale 3>                          | <mss 1460,nop,wscale 7>                       | 64240
          <mss 1460,TS val 7 ecr 0,wscale 3>           | <mss 1460,nop,nop,TS val V ecr 7,nop,wscale 7> | 65160
          <mss 1460,sackOK,wscale 3>                   | <mss 1460,nop,nop,sackOK,nop,wscale 7>        | 64240
          <mss 1460,sackOK,TS val 7 ecr 0,nop,wscale 3> | <mss 1460,sackOK,TS val V ecr 7,nop,wscale 7> | 65160
          """)
  @Tag("MUST-4")
  @Tag("MUST-5")
  void aSynAckMirrorsTheSyn(String offered, String answered, int window) {
    var machine = Machine.linux().with(ALL).in("LISTEN").when("< S 300:300(0) win 500 " + offered);
    String value =
        machine
            .sent()
            .getFirst()
            .segment()
            .option(Timestamps.class)
            .map(stamp -> "" + stamp.value())
            .orElse("");
    machine.answers(
        "> S. 100:100(0) ack 301 win %d %s".formatted(window, answered.replace("V", value)));
  }

  @Test
  void aSynOffersEverything() {
    Machine.linux()
        .with(ALL)
        .in("CLOSED")
        .when("call OPEN")
        .answers("> S 100:100(0) win 64240 <mss 1460,sackOK,TS val …");
  }

  /** RFC 7323 §2. */
  @Nested
  class WindowScale {
    private Machine scaling() {
      return Machine.rfc().with(new Settings.Offer(1460, 7, false, false, Settings.Ecn.OFF));
    }

    @Test
    @Tag("rule-110")
    void isInForceOnlyWhenBothSaidSo() {
      var both =
          scaling().in("SYN-SENT").when("< S. 300:300(0) ack 101 win 100 <mss 1460,nop,wscale 3>");
      both.answers("tell OPEN ok", "> . 101:101(0) ack 301 win 512");
      both.when("< . 301:301(0) ack 101 win 100");
      assertThat(both.tcb().send().window().wnd()).isEqualTo(800);
      var one = scaling().in("SYN-SENT").when("< S. 300:300(0) ack 101 win 100 <mss 1460>");
      one.answers("tell OPEN ok", "> . 101:101(0) ack 301 win 65535");
      one.when("< . 301:301(0) ack 101 win 100");
      assertThat(one.tcb().send().window().wnd()).isEqualTo(100);
    }

    @Test
    @Tag("rule-110")
    void theWindowOfASynIsNeverScaled() {
      assertThat(
              scaling()
                  .in("SYN-SENT")
                  .when("< S. 300:300(0) ack 101 win 100 <mss 1460,nop,wscale 3>")
                  .tcb()
                  .send()
                  .window()
                  .wnd())
          .isEqualTo(100);
    }

    @Test
    @Tag("rule-110")
    void moreThanFourteenIsTakenAsFourteen() {
      assertThat(
              scaling()
                  .in("LISTEN")
                  .when("< S 300:300(0) win 100 <mss 1460,nop,wscale 15>")
                  .tcb()
                  .negotiated()
                  .sendShift())
          .isEqualTo(14);
    }

    /** MUST-1 and REC-1: 65535 shifted by 14 needs 30 bits and no sign. */
    @Test
    @Tag("REC-1")
    @Tag("MUST-1")
    void aWindowMayHaveThirtyBits() {
      var machine =
          scaling()
              .in("SYN-SENT")
              .when("< S. 300:300(0) ack 101 win 65535 <mss 1460,nop,wscale 14>")
              .when("< . 301:301(0) ack 101 win 65535");
      assertThat(machine.tcb().send().window().wnd()).isEqualTo(65_535 << 14);
    }

    @Test
    @Tag("rule-110")
    void onASegmentWithoutSynItMeansNothing() {
      var machine =
          Machine.rfc().in("ESTABLISHED").when("< . 301:301(0) ack 101 win 100 <wscale 3,nop>");
      assertThat(machine.tcb().negotiated().scaling()).isFalse();
      assertThat(machine.tcb().send().window().wnd()).isEqualTo(100);
    }
  }

  /** RFC 2018 §2. */
  @Test
  @Tag("rule-112")
  void sackPermittedIsSaidAndHeardOnSynsOnly() {
    var machine = Machine.linux().with(ALL).in("SYN-SENT");
    machine.when("< S. 300:300(0) ack 101 win 500 <mss 1460>");
    assertThat(machine.tcb().negotiated().sack()).isFalse();
    machine.when("< . 301:301(0) ack 101 win 500 <nop,nop,sackOK>");
    assertThat(machine.tcb().negotiated().sack()).isFalse();
    var both = Machine.linux().with(ALL).in("SYN-SENT");
    both.when("< S. 300:300(0) ack 101 win 500 <mss 1460,nop,nop,sackOK>");
    assertThat(both.tcb().negotiated().sack()).isTrue();
    both.when("call SEND 5");
    assertThat(both.sent().getFirst().segment().options()).isEmpty();
  }

  /** RFC 5482: what a peer says about its user timeout is advice, and here it is not taken. */
  @Test
  @Tag("rule-113")
  void aUserTimeoutOptionBindsNobody() {
    Machine.rfc()
        .in("SYN-SENT")
        .when("< S. 300:300(0) ack 101 win 500 <mss 1460,uto 3s>", "call SEND 5")
        .off(Timer.USER)
        .when("< . 301:301(0) ack 101 win 500 <uto 3s>")
        .then("ESTABLISHED", "accept [RFC 9293 3.10.7.4#5]")
        .off(Timer.USER);
  }

  /** RFC 7323 §3. */
  @Nested
  class TimestampsOption {
    private Machine stamped() {
      return Machine.rfc()
          .with(new Settings.Offer(1460, Settings.NONE, false, true, Settings.Ecn.OFF));
    }

    @Test
    @Tag("rule-111")
    void theFirstEchoIsZero() {
      var syn = stamped().in("SYN-SENT");
      assertThat(syn.effects().toString()).contains("ecr 0>");
    }

    @Test
    @Tag("rule-111")
    void isOnEverySegmentOnceInForceAndOnTheResetOfAConnection() {
      for (String event :
          List.of(
              "call SEND 5",
              "call CLOSE",
              "< P. 301:302(1) ack 101 win 500 <nop,nop,TS val 9 ecr 0>",
              "< S 301:301(0) win 1 <nop,nop,TS val 9 ecr 0>")) {
        var machine =
            stamped()
                .in("SYN-SENT")
                .when("< S. 300:300(0) ack 101 win 500 <mss 1460,nop,nop,TS val 7 ecr 1>")
                .when(event);
        assertThat(machine.sent().getFirst().segment().option(Timestamps.class))
            .as(event)
            .isPresent();
      }
      var linux =
          Machine.linux()
              .with(new Settings.Offer(1460, Settings.NONE, false, true, Settings.Ecn.OFF))
              .in("SYN-SENT")
              .when("< S. 300:300(0) ack 101 win 500 <mss 1460,nop,nop,TS val 7 ecr 1>")
              .when("call ABORT");
      assertThat(linux.sent().getFirst().segment().option(Timestamps.class)).isPresent();
    }

    @Test
    void countsMilliseconds() {
      var machine =
          stamped()
              .in("SYN-SENT")
              .when("< S. 300:300(0) ack 101 win 500 <mss 1460,nop,nop,TS val 7 ecr 1>");
      long first = stamp(machine);
      machine.after(1500 * Machine.MS).when("call SEND 5");
      assertThat(stamp(machine) - first).isEqualTo(1500);
    }

    private long stamp(Machine machine) {
      return machine.sent().getFirst().segment().option(Timestamps.class).orElseThrow().value();
    }

    @Test
    void aSynAckAgainEchoesTheSynAndTellsTheTime() {
      var machine = stamped().in("LISTEN").when("< S 300:300(0) win 500 <mss 1460,TS val 7 ecr 0>");
      long first = stamp(machine);
      machine.due(Timer.RETRANSMIT);
      var again = machine.sent().getFirst().segment().option(Timestamps.class).orElseThrow();
      assertThat(again).isEqualTo(new Timestamps(first + 1000, 7));
    }
  }

  /** MUST-6 and MUST-7. */
  @Nested
  class Strange {
    @Test
    @Tag("MUST-6")
    @Tag("rule-108")
    @Tag("rule-117")
    void unknownOptionsAreIgnored() {
      Machine.rfc()
          .in("LISTEN")
          .when("< S 300:300(0) win 500 <unknown-30 00c1,mss 1000>")
          .then("SYN-RECEIVED", "> S. 100:100(0) ack 301 win 65535 <mss 1460>");
      var machine = Machine.rfc().in("ESTABLISHED");
      machine.when("< P. 301:306(5) ack 101 <unknown-77 01,nop>").answers("deliver 5", "> …");
    }

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        textBlock =
            """
            RFC   | LISTEN      | < S 300:300(0) win 500 <illegal 02000000>             | LISTEN       | > R. 0:0(0) ack 301 win 0; drop option with an illegal length [RFC 9293 3.1]
            LINUX | LISTEN      | < S 300:300(0) win 500 <illegal 02000000>             | SYN-RECEIVED | > S. …
            RFC   | SYN-SENT    | < S. 300:300(0) ack 101 win 500 <illegal 03010000>    | CLOSED       | > R 101:101(0) win 0; error OPEN option with an illegal length
            LINUX | SYN-SENT    | < S. 300:300(0) ack 101 win 500 <illegal 03010000>    | ESTABLISHED  | tell OPEN ok; > . …
            RFC   | ESTABLISHED | < P. 301:306(5) ack 101 win 500 <illegal 08ff0000> | CLOSED      | > R 101:101(0) win 0; error RESET option with an illegal length
            LINUX | ESTABLISHED | < P. 301:306(5) ack 101 win 500 <illegal 08ff0000> | ESTABLISHED | deliver 5; > …
            # a stranger's segment ends nothing
            RFC   | ESTABLISHED | < P. 90000:90005(5) ack 101 win 500 <illegal 02000000> | ESTABLISHED | > . 101:101(0) ack 301 win 65535
            RFC   | SYN-SENT    | < S. 300:300(0) ack 77 win 500 <illegal 02000000>     | SYN-SENT     | > R 77:77(0) win 0
            """)
    @Tag("MUST-7")
    @Tag("rule-108")
    void anIllegalLengthResetsOrIsNotRead(
        String profile, String state, String segment, String next, String answers) {
      Rows.check(profile, state, segment, next, answers);
    }
  }

  /** RFC 3168 §6.1. */
  @Nested
  @Tag("SHLD-8")
  class Ecn {
    private Machine asking(String profile) {
      return Machine.of(profile)
          .with(new Settings.Offer(1460, Settings.NONE, false, false, Settings.Ecn.REQUEST));
    }

    @Test
    @Tag("rule-115")
    void aSynAsksByEceAndCwr() {
      asking("RFC").in("CLOSED").when("call OPEN").answers("> SEW 100:100(0) win 65535 <mss 1460>");
    }

    @ParameterizedTest
    @CsvSource({
      "S.E, true",
      "S., false",
      "S.EW, false", // a reflection grants nothing
      "S.W, false",
    })
    @Tag("rule-115")
    void aSynAckGrantsByEceAlone(String flags, boolean granted) {
      var machine = asking("RFC").in("SYN-SENT").when("< " + flags + " 300:300(0) ack 101 win 500");
      assertThat(machine.tcb().negotiated().ecn()).isEqualTo(granted);
    }

    @ParameterizedTest
    @CsvSource({
      // profile, SYN, SYN+ACK
      "LINUX, SEW, S.E",
      "LINUX, SE, S.",
      "LINUX, SW, S.",
      "LINUX, S, S.",
      "RFC, SEW, S.", // ECN is off: but never a RST (gVisor#7075)
    })
    @Tag("rule-115")
    void aListenerGrantsWhatItAccepts(String profile, String syn, String synAck) {
      Machine.of(profile)
          .in("LISTEN")
          .when("< " + syn + " 300:300(0) win 500")
          .answers("> " + synAck + " 100:100(0) ack 301 …");
    }

    /** RFC 9768 §3.1.2: a server that knows only RFC 3168 takes it for that. */
    @ParameterizedTest
    @CsvSource({"LINUX, S.E", "RFC, S."})
    @Tag("rule-116")
    void aSynThatAsksForAccurateEcnGetsWhatThereIs(String profile, String synAck) {
      Machine.of(profile)
          .in("LISTEN")
          .when("< SEWA 300:300(0) win 500")
          .then("SYN-RECEIVED", "> " + synAck + " 100:100(0) ack 301 …");
    }

    @Test
    @Tag("rule-115")
    void theSecondSynAsksForNothing() {
      asking("RFC")
          .in("SYN-SENT")
          .due(Timer.RETRANSMIT)
          .answers("> S 100:100(0) win 65535 <mss 1460>");
    }

    @Test
    @Tag("rule-115")
    void onlyTextThatIsSentFirstIsMarked() {
      var machine = asking("RFC").in("SYN-SENT");
      machine.when("< S.E 300:300(0) ack 101 win 5000");
      assertThat(ecn(machine)).as("the third segment").isZero();
      machine.when("call SEND 5");
      assertThat(ecn(machine)).as("text").isEqualTo(2);
      machine.due(Timer.RETRANSMIT);
      assertThat(ecn(machine)).as("text again").isZero();
      machine.when("< . 301:301(0) ack 106 win 500", "call CLOSE");
      assertThat(ecn(machine)).as("a FIN").isZero();
    }

    private int ecn(Machine machine) {
      return machine.sent().getFirst().ip().ecn();
    }
  }

  /** §3.9.1.9, §3.9.2 and what Linux puts into the identification. */
  @Nested
  class InTheIpHeader {
    @Test
    @Tag("MUST-49")
    void theTimeToLiveCanBeSet() {
      assertThat(sent(Machine.rfc().in("ESTABLISHED").when("call SEND 5")).timeToLive())
          .isEqualTo(64);
      assertThat(
              sent(Machine.rfc()
                      .with(Settings.PLAIN.withIpHeader(7, 0))
                      .in("CLOSED")
                      .when("call OPEN"))
                  .timeToLive())
          .isEqualTo(7);
    }

    @Test
    @Tag("MUST-48")
    @Tag("SHLD-22")
    void theDiffservFieldCanBeSetAndIsPassedOn() {
      var machine = Machine.rfc().with(Settings.PLAIN.withIpHeader(64, 0xb8)).in("ESTABLISHED");
      assertThat(sent(machine.when("call SEND 5")).trafficClass()).isEqualTo(0xb8);
      assertThat(sent(machine.when("call CLOSE", "call ABORT")).trafficClass()).isEqualTo(0xb8);
    }

    @Test
    void fragmentsAreForbidden() {
      assertThat(
              ((IpHeader.Ipv4) sent(Machine.rfc().in("ESTABLISHED").when("call SEND 5")))
                  .dontFragment())
          .isTrue();
    }

    @Test
    @Tag("MAY-4")
    void theRfcsIdentificationIsAlwaysZero() {
      var machine = Machine.rfc().in("ESTABLISHED").when("call SEND 5");
      assertThat(id(machine)).isZero();
      assertThat(id(machine.due(Timer.RETRANSMIT))).isZero();
    }

    @Test
    void linuxCountsPerConnection() {
      var machine = Machine.linux().in("ESTABLISHED").when("call SEND 5");
      int first = id(machine);
      assertThat(id(machine.due(Timer.RETRANSMIT))).isEqualTo(first + 1 & 0xffff);
    }

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        textBlock =
            """
            CLOSED       | < S 300:300(0)
            LISTEN       | < . 300:300(0) ack 7
            LISTEN       | < S 300:300(0) win 500
            SYN-RECEIVED | < . 90000:90000(0) ack 101
            TIME-WAIT    | < F. 301:301(0) ack 102
            ESTABLISHED  | call RELEASE; < P. 301:306(5) ack 101
            """)
    void linuxSendsZeroWhereNoFullSocketStandsBehind(String state, String events) {
      var machine = Machine.linux().in(state).when(events.split("; ", -1));
      assertThat(id(machine)).isZero();
    }

    private IpHeader sent(Machine machine) {
      return machine.sent().getFirst().ip();
    }

    private int id(Machine machine) {
      return ((IpHeader.Ipv4) sent(machine)).identification();
    }
  }

  @Test
  @Tag("MUST-64")
  @Tag("rule-108")
  void optionsMayBeginAtAnyOctet() {
    Segment odd = Notation.parse("S 300:300(0) win 500 <nop,mss 1000,nop,wscale 3,sackOK>");
    var machine = Machine.linux().with(ALL).in("LISTEN").arrive(odd);
    assertThat(machine.tcb().negotiated().sendMss()).isEqualTo(1000);
    assertThat(machine.tcb().negotiated().sendShift()).isEqualTo(3);
    assertThat(machine.tcb().negotiated().sack()).isTrue();
    assertThat(odd.flags()).isEqualTo(Flags.SYN);
  }
}
