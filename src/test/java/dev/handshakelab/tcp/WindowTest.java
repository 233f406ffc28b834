package dev.handshakelab.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** §3.7.4 and §3.8.6: which segments wait, and what happens when the window is small. */
class WindowTest {

  /** §3.7.4 and Appendix A.3. */
  @Nested
  @Tag("SHLD-7")
  class Nagle {
    @Test
    @Tag("MUST-60")
    void aShortSegmentWaitsForAllThatIsUnacknowledged() {
      Machine.rfc()
          .in("ESTABLISHED")
          .when("call SEND 1460", "call SEND 5")
          .answers()
          .when("< . 301:301(0) ack 1561 win 10000")
          .answers("tell SEND ok", "> P. 1561:1566(5) ack 301 win 65535");
    }

    @Test
    void minshallLetsOneShortSegmentPass() {
      Machine.rfc()
          .with("nagle", "MINSHALL")
          .in("ESTABLISHED")
          .when("call SEND 1460", "call SEND 5")
          .answers("> P. 1561:1566(5) ack 301 win 65535")
          .when("call SEND 5")
          .answers()
          .when("< . 301:301(0) ack 1566 win 10000")
          .answers("tell SEND ok", "tell SEND ok", "> P. 1566:1571(5) ack 301 win 65535");
    }

    @Test
    @Tag("MUST-17")
    void theUserCanTurnItOff() {
      Machine.rfc()
          .with(Settings.PLAIN.withoutDelay())
          .in("ESTABLISHED")
          .when("call SEND 5", "call SEND 5")
          .answers("> P. 106:111(5) ack 301 win 65535");
    }

    @Test
    @Tag("SHLD-27")
    @Tag("SHLD-28")
    @Tag("MUST-61")
    void twoPushesBecomeOne() {
      Machine.rfc()
          .in("SYN-SENT")
          .when("call SEND 1000", "call SEND 1000", "< S. 300:300(0) ack 101 win 9000 <mss 1460>")
          .answers("tell OPEN ok", "> . 101:1561(1460) ack 301 win 65535")
          .when("< . 301:301(0) ack 1561 win 9000")
          .answers("tell SEND ok", "> P. 1561:2101(540) ack 301 win 65535");
    }

    @Test
    void aFullSegmentNeverWaits() {
      Machine.rfc()
          .in("ESTABLISHED")
          .when("call SEND 5", "call SEND 1460")
          .answers("> P. 106:1566(1460) ack 301 win 65535");
    }

    @Test
    @Tag("MUST-60")
    @Tag("MUST-61")
    void closingPushes() {
      Machine.rfc()
          .in("ESTABLISHED")
          .when("call SEND 5", "call SEND 5", "call CLOSE")
          .answers("> FP. 106:111(5) ack 301 win 65535");
    }
  }

  /** §3.8.6.2.1. */
  @Nested
  @Tag("MUST-38")
  class SendersSillyWindow {
    private Machine narrow(int window) {
      return Machine.rfc()
          .in("ESTABLISHED")
          .when("call SEND 1460", "< . 301:301(0) ack 1561 win " + window);
    }

    @Test
    void aSmallPartOfTheWindowIsNotWorthASegment() {
      // The largest window was 10000.
      narrow(1000)
          .when("call SEND 5000")
          .answers("start ZERO_WINDOW_PROBE +1000ms")
          .when("< . 301:301(0) ack 1561 win 1459")
          .answers();
    }

    @Test
    void halfOfTheLargestWindowIs() {
      Machine.rfc()
          .in("SYN-SENT")
          .when("< S. 300:300(0) ack 101 win 1000 <mss 1460>", "call SEND 5000")
          .answers("> . 101:1101(1000) ack 301 win 65535")
          .when("< . 301:301(0) ack 1101 win 499")
          .answers("start ZERO_WINDOW_PROBE +1000ms")
          .when("< . 301:301(0) ack 1101 win 500")
          .answers("> . 1101:1601(500) ack 301 win 65535");
    }

    @Test
    void allThereIsMayGoIfItFits() {
      narrow(1000).when("call SEND 1000").answers("> P. 1561:2561(1000) ack 301 win 65535");
    }

    @Test
    void atLastItGoesAnyway() {
      narrow(1000)
          .when("call SEND 5000")
          .due(Timer.ZERO_WINDOW_PROBE)
          .answers("> . 1561:2561(1000) ack 301 win 65535", "start RETRANSMIT +1000ms");
    }
  }

  /** §3.8.6.2.2. */
  @Nested
  @Tag("MUST-39")
  class ReceiversSillyWindow {
    private Machine full() {
      return Machine.rfc()
          .with(Settings.PLAIN.withReceiveBuffer(4000).readingOnRequest())
          .in("ESTABLISHED")
          .when("< P. 301:1761(1460) ack 101 win 500", "< P. 1761:3221(1460) ack 101 win 500")
          .when("< P. 3221:4301(1080) ack 101 win 500")
          .answers("> . 101:101(0) ack 4301 win 0");
    }

    @Test
    void theRightEdgeStaysUntilASegmentFits() {
      full()
          .when("call RECEIVE 1459")
          .answers("deliver 1459", "tell RECEIVE 1459 octets")
          .when("call RECEIVE 1")
          .answers("deliver 1", "tell RECEIVE 1 octets", "> . 101:101(0) ack 4301 win 1460");
    }

    @Test
    void orHalfOfASmallBuffer() {
      Machine.rfc()
          .with(Settings.PLAIN.withReceiveBuffer(100).readingOnRequest())
          .in("ESTABLISHED")
          .when("< P. 301:401(100) ack 101 win 500", "call RECEIVE 49")
          .answers("deliver 49", "tell RECEIVE 49 octets")
          .when("call RECEIVE 1")
          .answers("deliver 1", "tell RECEIVE 1 octets", "> . 101:101(0) ack 401 win 50");
    }

    @Test
    @Tag("MAY-8")
    void itMayStayShutForEver() {
      var machine = full();
      assertThat(machine.timers()).isEmpty();
      machine
          .after(86_400 * Machine.SECOND)
          .when("< P. 4301:4302(1) ack 101 win 500")
          .then("ESTABLISHED", "> . 101:101(0) ack 4301 win 0");
    }

    @Test
    @Tag("SHLD-14")
    void theWindowNeverShrinks() {
      var machine = full();
      var edge = machine.tcb().receive().edge();
      machine.when("call RECEIVE 100", "call RECEIVE 2000");
      assertThat(machine.tcb().receive().edge().isAtOrAfter(edge)).isTrue();
    }
  }

  /** §3.8.6.1. */
  @Nested
  @Tag("MUST-36")
  class ZeroWindow {
    private Machine shut(String profile) {
      return Machine.of(profile)
          .in("ESTABLISHED")
          .when("call SEND 5", "< . 301:301(0) ack 106 win 0", "call SEND 10");
    }

    @Test
    @Tag("SHLD-29")
    @Tag("SHLD-30")
    void theRfcProbesWithAnOctetAfterAnRtoAndThenEverMoreSlowly() {
      shut("RFC")
          .answers("start ZERO_WINDOW_PROBE +1000ms")
          .due(Timer.ZERO_WINDOW_PROBE)
          .answers("> . 106:107(1) ack 301 win 65535", "start RETRANSMIT +1000ms")
          .due(Timer.RETRANSMIT)
          .answers("> . 106:107(1) ack 301 win 65535", "start RETRANSMIT +2000ms")
          .due(Timer.RETRANSMIT)
          .answers("> . 106:107(1) ack 301 win 65535", "start RETRANSMIT +4000ms");
    }

    @Test
    @Tag("SHLD-30")
    void linuxProbesBelowTheWindow() {
      shut("LINUX")
          .answers("start ZERO_WINDOW_PROBE +200ms")
          .due(Timer.ZERO_WINDOW_PROBE)
          .answers("> . 105:105(0) ack 301 win 64240", "start ZERO_WINDOW_PROBE +400ms")
          .when("< . 301:301(0) ack 106 win 0")
          .answers()
          .due(Timer.ZERO_WINDOW_PROBE)
          .answers("> . 105:105(0) ack 301 win 64240", "start ZERO_WINDOW_PROBE +800ms");
    }

    @Test
    void openingTheWindowSendsAtOnce() {
      shut("LINUX")
          .due(Timer.ZERO_WINDOW_PROBE)
          .when("< . 301:301(0) ack 106 win 500")
          .answers("> P. 106:116(10) ack 301 win 64240")
          .off(Timer.ZERO_WINDOW_PROBE);
    }

    @Test
    void whatArrivesMeanwhileDoesNotPutTheProbeOff() {
      shut("LINUX")
          .after(150 * Machine.MS)
          .when("< P. 301:306(5) ack 106 win 0")
          .timer(Timer.ZERO_WINDOW_PROBE, 50 * Machine.MS);
    }

    @Test
    @Tag("MUST-37")
    @Tag("SHLD-17")
    void aPeerThatAnswersKeepsTheConnectionForEver() {
      var rfc = shut("RFC").due(Timer.ZERO_WINDOW_PROBE);
      for (int i = 0; i < 40; i++) {
        rfc.when("< . 301:301(0) ack 106 win 0").due(Timer.RETRANSMIT);
        assertThat(rfc.sent()).hasSize(1);
      }
      assertThat(rfc.now()).isGreaterThan(3600 * Machine.SECOND);
      var linux = shut("LINUX");
      for (int i = 0; i < 40; i++) {
        linux.due(Timer.ZERO_WINDOW_PROBE).when("< . 301:301(0) ack 106 win 0");
      }
      assertThat(linux.state().label()).isEqualTo(StateName.ESTABLISHED);
    }

    @Test
    void aPeerThatDoesNotIsGivenUp() {
      var rfc = shut("RFC").due(Timer.ZERO_WINDOW_PROBE);
      for (; rfc.state() instanceof State.Connected; rfc.due(Timer.RETRANSMIT)) {}
      rfc.answers("error SEND connection timed out", "error TIMEOUT connection timed out");
      var linux = shut("LINUX");
      int probes = 0;
      for (; linux.state() instanceof State.Connected; linux.due(Timer.ZERO_WINDOW_PROBE)) {
        probes += linux.sent().size();
      }
      assertThat(probes).isEqualTo(15);
    }

    @Test
    @Tag("MUST-34")
    @Tag("MUST-35")
    @Tag("SHLD-15")
    @Tag("SHLD-16")
    @Tag("MAY-7")
    void aWindowThatShrinksOverTextInFlight() {
      Machine.rfc()
          .in("ESTABLISHED")
          .when("call SEND 4380", "< . 301:301(0) ack 1561 win 100", "call SEND 1460")
          .answers()
          .due(Timer.RETRANSMIT)
          .answers("> . 1561:3021(1460) ack 301 win 65535");
    }

    @Test
    void aFinWaitsForTheWindowToo() {
      Machine.rfc()
          .in("ESTABLISHED")
          .when("call SEND 5", "< . 301:301(0) ack 106 win 0", "call CLOSE")
          .then("FIN-WAIT-1", "start ZERO_WINDOW_PROBE +1000ms")
          .due(Timer.ZERO_WINDOW_PROBE)
          .answers("> F. 106:106(0) ack 301 win 65535");
    }
  }

  /** §3.8.4. */
  @Nested
  @Tag("MAY-5")
  class Keepalives {
    private final Settings on =
        Settings.PLAIN.with(new Settings.Keepalive(2 * Machine.SECOND, Machine.SECOND, 2));

    @Test
    @Tag("MUST-24")
    @Tag("MUST-25")
    void areOffUnlessAskedFor() {
      Machine.rfc().in("ESTABLISHED").off(Timer.KEEPALIVE);
      Machine.linux().in("ESTABLISHED").off(Timer.KEEPALIVE);
    }

    @Test
    @Tag("MUST-28")
    void beginAfterTwoHoursUsually() {
      assertThat(Settings.Keepalive.USUAL.idleNs()).isEqualTo(7200 * Machine.SECOND);
      Machine.rfc()
          .with(Settings.PLAIN.with(Settings.Keepalive.USUAL))
          .in("ESTABLISHED passive")
          .timer(Timer.KEEPALIVE, 7200 * Machine.SECOND);
    }

    /** Linux forgets the timer where SYNs have crossed. */
    @ParameterizedTest
    @CsvSource({
      "STRICT,           < . 301:301(0) ack 101,  true",
      "FIGURE_7,         < S. 300:300(0) ack 101, true",
      "FIGURE_7_AND_ACK, < S. 300:300(0) ack 101, false",
    })
    void afterCrossedSynsLinuxSendsNone(String switched, String segment, boolean armed) {
      var machine =
          Machine.rfc().with("simultaneousOpen", switched).with(on).in("SYN-RECEIVED active");
      machine.when(segment);
      if (armed) {
        machine.timer(Timer.KEEPALIVE, 2 * Machine.SECOND);
      } else {
        machine.off(Timer.KEEPALIVE);
      }
    }

    @Test
    @Tag("MUST-27")
    @Tag("MUST-29")
    @Tag("SHLD-12")
    void probeBelowSndNxtAndGiveUpAfterSeveral() {
      Machine.rfc()
          .with("abortSegment", "RST_ACK")
          .with(on)
          .in("ESTABLISHED")
          .due(Timer.KEEPALIVE)
          .answers("> . 100:100(0) ack 301 win 65535", "start KEEPALIVE +1000ms")
          .due(Timer.KEEPALIVE)
          .answers("> . 100:100(0) ack 301 win 65535", "start KEEPALIVE +1000ms")
          .due(Timer.KEEPALIVE)
          .then(
              "CLOSED", "> R. 101:101(0) ack 301 win 65535", "error TIMEOUT connection timed out");
    }

    @Test
    @Tag("MUST-26")
    void anyAnswerBeginsTheSilenceAnew() {
      Machine.rfc()
          .with(on)
          .in("ESTABLISHED")
          .due(Timer.KEEPALIVE)
          .answers("> …")
          .after(500 * Machine.MS)
          .when("< . 301:301(0) ack 101 win 500")
          .due(Timer.KEEPALIVE)
          .answers("start KEEPALIVE +1500ms")
          .due(Timer.KEEPALIVE)
          .answers("> …");
    }

    @Test
    @Tag("MUST-26")
    void noneIsSentWhileTextIsOutstanding() {
      Machine.rfc()
          .with(on)
          .in("ESTABLISHED")
          .when("call SEND 5")
          .due(Timer.KEEPALIVE)
          .answers("start KEEPALIVE +2000ms");
    }

    /** As tcp_keepalive_timer does it: an answer brings the next look forward, never back. */
    @Test
    @Tag("MUST-26")
    void theNextLookIsWhenTheSilenceWouldBeLongEnough() {
      Machine.linux()
          .with(Settings.PLAIN.with(new Settings.Keepalive(Machine.SECOND, Machine.SECOND, 2)))
          .in("ESTABLISHED")
          .due(Timer.KEEPALIVE)
          .answers("> …", "start KEEPALIVE +1000ms")
          .after(100 * Machine.MS)
          .when("< . 301:301(0) ack 101 win 500")
          .due(Timer.KEEPALIVE)
          .answers("start KEEPALIVE +100ms")
          .due(Timer.KEEPALIVE)
          .answers("> …");
    }

    @Test
    void aProbeIsAnswered() {
      Rows.check(
          "BOTH", "ESTABLISHED", "< . 300:300(0) ack 101", "ESTABLISHED", "> . 101:101(0) …");
    }
  }

  /** §3.8.6.3, as Linux does it: each of these was asked of a kernel. */
  @Nested
  class DelayedAcks {
    /** A request came and was answered within 40 ms: the two sides converse. */
    private Machine conversing() {
      return Machine.linux()
          .in("ESTABLISHED")
          .when("< P. 301:401(100) ack 101 win 10000")
          .answers("deliver 100", "> . 101:101(0) ack 401 win 64240")
          .when("call SEND 5", "< . 401:401(0) ack 106 win 10000");
    }

    @Test
    @Tag("SHLD-18")
    @Tag("MUST-40")
    void whoAnsweredTextWithTextWaitsFortyMilliseconds() {
      conversing()
          .when("< P. 401:406(5) ack 106 win 500")
          .answers("deliver 5", "start DELAYED_ACK +40ms")
          .due(Timer.DELAYED_ACK)
          .answers("> . 106:106(0) ack 406 win 64240");
    }

    @Test
    void afterAnAckThatNothingCarriedItIsPromptAgain() {
      conversing()
          .when("< P. 401:406(5) ack 106 win 500")
          .due(Timer.DELAYED_ACK)
          .when("< P. 406:411(5) ack 106 win 500")
          .answers("deliver 5", "> . 106:106(0) ack 411 win 64240");
    }

    @Test
    void whoSpeaksFirstDoesNotConverseYet() {
      Machine.linux()
          .in("ESTABLISHED")
          .when("call SEND 5", "< P. 301:306(5) ack 106 win 500")
          .answers("tell SEND ok", "deliver 5", "> . 106:106(0) ack 306 win 64240");
    }

    @Test
    void whoAnswersLateDoesNotEither() {
      Machine.linux()
          .in("ESTABLISHED")
          .when("< P. 301:401(100) ack 101 win 10000", "after 80ms")
          .when("call SEND 5", "< . 401:401(0) ack 106 win 10000")
          .when("< P. 401:406(5) ack 106 win 500")
          .answers("deliver 5", "> . 106:106(0) ack 406 win 64240");
    }

    @Test
    void sixteenAcksArePromptAndThenTheyWaitToo() {
      var machine = Machine.linux().in("ESTABLISHED");
      for (int i = 0; i < 16; i++) {
        int at = 301 + 100 * i;
        machine.when("< P. %d:%d(100) ack 101".formatted(at, at + 100));
        assertThat(machine.sent()).as("text %d", i).hasSize(1);
      }
      machine.when("< P. 1901:2001(100) ack 101").answers("deliver 100", "start DELAYED_ACK +40ms");
    }

    @Test
    void moreTextDoesNotPutItOff() {
      conversing()
          .when("< P. 401:406(5) ack 106 win 500", "after 30ms")
          .when("< P. 406:411(5) ack 106 win 500")
          .answers("deliver 5")
          .timer(Timer.DELAYED_ACK, 10 * Machine.MS);
    }

    /** tcp_send_delayed_ack, which a pure ACK does not come to in ESTABLISHED. */
    @ParameterizedTest(name = "{0} ms after {1}, {2}: {3}")
    @CsvSource(
        delimiter = '|',
        textBlock =
            """
            31 | < P. 401:406(5) ack 106 win 500  | < P. 406:411(5) ack 106 win 500 | waits
            32 | < P. 401:406(5) ack 106 win 500  | < P. 406:411(5) ack 106 win 500 | goes
            32 | < P. 401:406(5) ack 106 win 500  | < . 406:406(0) ack 106 win 501  | waits
            31 | < PF. 401:406(5) ack 106 win 500 | < . 407:407(0) ack 106 win 501  | waits
            32 | < PF. 401:406(5) ack 106 win 500 | < . 407:407(0) ack 106 win 501  | goes
            """)
    void whatIsAboutToBeSentGoesWithTheNextLook(
        int ms, String first, String second, String expected) {
      var machine = conversing().when(first, "after " + ms + "ms", second);
      if (expected.equals("waits")) {
        assertThat(machine.sent()).isEmpty();
        machine.timer(Timer.DELAYED_ACK, (40 - ms) * Machine.MS);
      } else {
        assertThat(machine.sent()).hasSize(1);
        machine.off(Timer.DELAYED_ACK);
      }
    }

    @Test
    @Tag("SHLD-19")
    void moreThanAFullSegmentIsAcknowledgedAtOnce() {
      conversing()
          .when("< P. 401:1001(600) ack 106 win 500")
          .answers("deliver 600", "start DELAYED_ACK +40ms")
          .when("< P. 1001:1601(600) ack 106 win 500")
          .answers("deliver 600", "> . 106:106(0) ack 1601 win 64240")
          .off(Timer.DELAYED_ACK);
    }

    @Test
    void textThatGoesOutCarriesIt() {
      conversing()
          .when("< P. 401:406(5) ack 106 win 500", "call SEND 5")
          .answers("> P. 106:111(5) ack 406 win 64240")
          .off(Timer.DELAYED_ACK);
    }

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        textBlock =
            """
            # what came before            | the FIN                      | its ACK waits for, in ms
            call SEND 5                   | < F. 301:301(0) ack 106      | 4
            < P. 301:401(100) ack 101     | < F. 401:401(0) ack 101      | 40
            < P. 297:301(4) ack 101       | < F. 301:301(0) ack 101      | 40
            < P. 291:295(4) ack 101       | < F. 301:301(0) ack 101      | 40
            call STATUS                   | < PF. 301:401(100) ack 101   | 40
            call STATUS                   | < PF. 301:1761(1460) ack 101 | 0
            """)
    void aFinIsAcknowledgedAfterATickOrAfterFortyMilliseconds(
        String before, String fin, long wait) {
      var machine = Machine.linux().in("ESTABLISHED").when(before, fin);
      if (wait == 0) {
        assertThat(machine.sent()).hasSize(1);
      } else {
        assertThat(machine.sent()).isEmpty();
        machine.timer(Timer.DELAYED_ACK, wait * Machine.MS);
      }
    }
  }
}
