package dev.handshakelab.trace;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OutcomeTest {
  private static final String ESTABLISHED =
      """
      -1 server listener CLOSED LISTEN LISTEN
      0 client CLOSED SYN_SENT OPEN
      0 > 1 S 100:100(0)
      1 server LISTEN SYN_RECEIVED #1
      1 < 2 S. 300:300(0) ack 101
      2 client SYN_SENT ESTABLISHED #2
      2 > 3 . 101:101(0) ack 301
      3 server SYN_RECEIVED ESTABLISHED #3
      """;

  private static final String CLIENT_ONLY =
      """
      0 client CLOSED SYN_SENT OPEN
      0 > 1 S 100:100(0)
      1 server LISTEN SYN_RECEIVED #1
      1 < 2 S. 300:300(0) ack 101
      2 client SYN_SENT ESTABLISHED #2
      2 > x . 101:101(0) ack 301
      """;

  private static final String CLOSING =
      """
      4 client ESTABLISHED FIN_WAIT_1 CLOSE
      4 > 5 F. 101:101(0) ack 301
      5 server ESTABLISHED CLOSE_WAIT #4
      5 < 6 . 301:301(0) ack 102
      6 client FIN_WAIT_1 FIN_WAIT_2 #5
      """;

  private static final String CLOSED =
      CLOSING
          + """
          7 server CLOSE_WAIT LAST_ACK CLOSE
          7 < 8 F. 301:301(0) ack 102
          8 client FIN_WAIT_2 TIME_WAIT #6
          8 > 9 . 102:102(0) ack 302
          9 server LAST_ACK CLOSED #7
          """;

  private static final String SYN_SENT =
      """
      0 client CLOSED SYN_SENT OPEN
      0 > 1 S 100:100(0)
      """;

  private static String story(String name) {
    return switch (name) {
      case "nothing" -> "";
      case "established" -> ESTABLISHED;
      case "client only" -> CLIENT_ONLY;
      case "half closed" -> ESTABLISHED + CLOSING;
      case "closed" -> ESTABLISHED + CLOSED;
      case "SYN sent" -> SYN_SENT;
      default -> throw new IllegalArgumentException(name);
    };
  }

  @ParameterizedTest(name = "{0}: {1}, {2}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          NOT_ESTABLISHED | nothing     |
          NOT_ESTABLISHED | SYN sent    |
          NOT_ESTABLISHED | SYN sent    | 5 client SYN_SENT CLOSED CLOSE
          REFUSED         | SYN sent    | 1 < 2 R. 0:0(0) ack 101; 2 client SYN_SENT CLOSED #2
          REFUSED         | SYN sent    | 1 < 2:unknown R. 0:0(0) ack 101; 2 client SYN_SENT CLOSED ?
          REFUSED         | SYN sent    | ? client calls OPEN error: connection refused; ? client SYN_SENT CLOSED ?
          TIMED_OUT       | SYN sent    | 131000 client SYN_SENT CLOSED RETRANSMIT
          TIMED_OUT       | SYN sent    | ? client calls OPEN error: connection timed out; ? client SYN_SENT CLOSED ?
          TIMED_OUT       | SYN sent    | 1 < 2:dropped R 7:7(0); 131000 client SYN_SENT CLOSED ?; 131000 client calls OPEN error: timed out
          TIMED_OUT       | SYN sent    | 900 client SYN_SENT CLOSED ?; 900 client calls OPEN error: connection timed out; 5000 client calls ABORT
          REFUSED         | SYN sent    | 800 client calls ABORT; 900 client SYN_SENT CLOSED ?
          ESTABLISHED     | established |
          ESTABLISHED     | established | 9 <! 10:dropped R 7:7(0)
          ESTABLISHED     | half closed |
          HALF_OPEN       | client only |
          HALF_OPEN       | client only | 63000 server SYN_RECEIVED CLOSED SYN_ACK
          HALF_OPEN       | established | 9 server ESTABLISHED CLOSED CRASH
          RESET           | established | 9 client ESTABLISHED CLOSED ABORT; 9 > x R. 101:101(0) ack 301
          RESET           | established | 9 > 10 R. 101:101(0) ack 301; 10 server ESTABLISHED CLOSED #4
          RESET           | established | 9 > 10:unknown R. 101:101(0) ack 301; 10 server ESTABLISHED CLOSED ?; ? client ESTABLISHED CLOSED ?
          RESET           | closed      | 9 < 10 R 302:302(0); 10 client TIME_WAIT CLOSED #8
          CLOSED          | closed      |
          CLOSED          | closed      | 60000 client TIME_WAIT CLOSED TIME_WAIT
          CLOSED          | closed      | ? client TIME_WAIT CLOSED ?
          ABORTED         | established | 9 client ESTABLISHED CLOSED RETRANSMIT
          ABORTED         | established | 9 client ESTABLISHED CLOSED KEEPALIVE; 9 > 10:nosocket R. 101:101(0) ack 301
          ABORTED         | half closed | 60006 client FIN_WAIT_2 CLOSED FIN_WAIT_2
          ABORTED         | client only | 9 client ESTABLISHED CLOSED RETRANSMIT
          NOT_ESTABLISHED | client only | 9 < 10 R 301:301(0); 10 client ESTABLISHED CLOSED #4
          """)
  void isTheFirstThatMatches(Outcome outcome, String story, String then) {
    String more = then == null ? "" : then.replace(";", "\n");
    assertThat(outcome(story(story) + more)).isEqualTo(outcome);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          nothing     | CLOSED      | CLOSED
          SYN sent    | SYN_SENT    | CLOSED
          established | ESTABLISHED | ESTABLISHED
          closed      | TIME_WAIT   | CLOSED
          half closed | FIN_WAIT_2  | CLOSE_WAIT
          """)
  void theLastStatesAreThoseThatTheEndsWereLeftIn(String story, String client, String server) {
    Measures measures = Measuring.of(TraceText.trace(story(story))).getFirst();
    assertThat(measures.clientState()).hasToString(client);
    assertThat(measures.serverState()).hasToString(server);
  }

  private static Outcome outcome(String lines) {
    return Measuring.of(TraceText.trace(lines)).getFirst().outcome();
  }
}
