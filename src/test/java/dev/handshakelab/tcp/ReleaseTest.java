package dev.handshakelab.tcp;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A user who closes and goes away: §3.6.1, and Linux's orphans. */
@Tag("MAY-1")
class ReleaseTest {

  @Test
  @Tag("rule-91")
  void aHalfCloseLeavesTheOtherDirectionOpen() {
    Machine.linux()
        .in("FIN-WAIT-2")
        .off(Timer.FIN_WAIT_2)
        .when("< P. 301:306(5) ack 102 win 500")
        .then("FIN-WAIT-2", "deliver 5", "> . 102:102(0) ack 306 win 64240");
  }

  @Test
  void theRfcWaitsForThePeersFinForEver() {
    Machine.rfc().in("FIN-WAIT-2").off(Timer.FIN_WAIT_2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"RFC", "LINUX"})
  @Tag("SHLD-3")
  void textForAUserWhoIsGoneIsReset(String profile) {
    Machine.of(profile)
        .in("ESTABLISHED")
        .when("call RELEASE")
        .then("FIN-WAIT-1", "> F. …")
        .when("< P. 301:306(5) ack 101 win 500")
        .then("CLOSED", "> R 101:101(0) win 0", "error CLOSE connection reset");
    Machine.of(profile)
        .in("ESTABLISHED")
        .when("call RELEASE", "< . 301:301(0) ack 102 win 500")
        .then("FIN-WAIT-2", "tell CLOSE ok")
        .when("< P. 301:306(5) ack 102 win 500")
        .then("CLOSED", "> R 102:102(0) win 0");
  }

  @Test
  @Tag("SHLD-3")
  @Tag("rule-92")
  void closingOverUnreadTextIsAReset() {
    var reading = Machine.rfc().with(Settings.PLAIN.readingOnRequest()).in("ESTABLISHED");
    reading
        .when("< P. 301:306(5) ack 101 win 500", "call RELEASE")
        .then("CLOSED", "> R 101:101(0) win 0", "tell CLOSE ok");
    Machine.linux()
        .with(Settings.LINUX.with(plain()).readingOnRequest())
        .in("ESTABLISHED")
        .when("< P. 301:306(5) ack 101 win 500", "call RELEASE")
        .then("CLOSED", "> R. 101:101(0) ack 306 win 64235", "tell CLOSE ok");
  }

  private static Settings.Offer plain() {
    return new Settings.Offer(1460, Settings.NONE, false, false, Settings.Ecn.OFF);
  }

  @Test
  void aFinIsNoText() {
    Machine.linux()
        .in("ESTABLISHED")
        .when("call RELEASE", "< F. 301:301(0) ack 102 win 500")
        .then("TIME-WAIT", "tell CLOSE ok", "> . 102:102(0) ack 302 win 64240");
  }

  @Test
  void everyCloseIsARelease() {
    Machine.rfc()
        .with("close", "FULL")
        .in("ESTABLISHED")
        .when("call CLOSE", "< P. 301:306(5) ack 101 win 500")
        .then("CLOSED", "> R 101:101(0) win 0", "error CLOSE connection reset");
  }

  @Test
  void anOrphanWaitsAMinuteForThePeersFin() {
    Machine.linux()
        .in("ESTABLISHED")
        .when("call RELEASE", "< . 301:301(0) ack 102 win 500")
        .answers("tell CLOSE ok", "start FIN_WAIT_2 +60000ms")
        .due(Timer.FIN_WAIT_2)
        .then("CLOSED", "FIN-WAIT-2 -> CLOSED [Linux 6.18 tcp_fin_timeout]");
  }

  @Test
  void leavingAfterAHalfCloseMakesAnOrphanToo() {
    Machine.linux()
        .in("FIN-WAIT-2")
        .when("call RELEASE")
        .then("FIN-WAIT-2", "tell CLOSE ok", "start FIN_WAIT_2 +60000ms");
  }

  @Test
  void withALongRtoItWaitsThreeAndAHalfOfThem() {
    Machine.linux()
        .in("SYN-SENT")
        .after(30 * Machine.SECOND)
        .when("< S. 300:300(0) ack 101 win 500", "call RELEASE")
        .when("< . 301:301(0) ack 102 win 500")
        .timer(Timer.FIN_WAIT_2, 308_448 * Machine.MS);
  }
}
