package dev.handshakelab.trace;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AckSynchronizedTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          true  | 0 > 1 S 100:100(0); 1 < 2 S. 300:300(0) ack 101; 2 > 3 . 101:101(0) ack 301
          true  | 0 > 1 S 100:100(0); 1 < 2 S. 300:300(0) ack 101; 2 > x . 101:101(0) ack 301; 5 > 6 P. 101:111(10) ack 301
          true  | 0 > 1 S 100:110(10); 1 < 2 S. 300:300(0) ack 111; 2 > 3 . 111:111(0) ack 301
          true  | 0 > 1 S 100:110(10); 1 < 2 S. 300:300(0) ack 101; 2 > 3 . 111:111(0) ack 301
          true  | 0 > ? S 4294967295:4294967295(0); ? < ?:unknown S. 300:300(0) ack 0; ? > ?:unknown . 0:0(0) ack 301
          false | 0 > 1 S 100:100(0); 1 < 2 S. 300:300(0) ack 101
          false | 0 > 1 S 100:100(0); 1 < 2 S. 300:300(0) ack 101; 2 > x . 101:101(0) ack 301
          false | 0 > 1 S 100:100(0); 1 < 2 S. 300:300(0) ack 101; 2 > 3:corrupted . 101:101(0) ack 301
          false | 0 > 1 S 100:100(0); 1 < 2 S. 300:300(0) ack 102; 2 > 3 . 101:101(0) ack 301
          false | 0 > 1 S 100:100(0); 1 < 2 R. 0:0(0) ack 101
          false | 0 >! 1 S 100:100(0); 1 < 2 S. 300:300(0) ack 101; 2 >! 3 . 101:101(0) ack 301
          false | 0 > 1 S 100:100(0)
          """)
  void bothIsnsWereAcknowledgedExactly(boolean synchronised, String lines) {
    var trace = TraceText.trace(lines.replace(";", "\n"));
    assertThat(Measuring.of(trace).getFirst().analysis().ackSynchronized()).isEqualTo(synchronised);
  }
}
