package dev.handshakelab.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handshakelab.wire.Notation;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SegmentPatternTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          S 100:100(0)            | SYN ANY
          SEW 100:100(0)          | SYN ANY
          S 100:110(10)           | SYN DATA ANY
          S. 300:300(0) ack 101   | SYN+ACK ANY
          S.E 300:300(0) ack 101  | SYN+ACK ANY
          . 101:101(0) ack 301    | ACK ANY
          P. 101:111(10) ack 301  | DATA ANY
          . 101:111(10) ack 301   | DATA ANY
          P. 101:101(0) ack 301   | ACK ANY
          F. 101:101(0) ack 301   | FIN+ACK ANY
          FP. 101:111(10) ack 301 | FIN+ACK DATA ANY
          F 101:101(0)            | ANY
          R 101:101(0)            | RST ANY
          R. 0:0(0) ack 101       | RST+ACK ANY
          SF 1:1(0)               | ANY
          SR 1:1(0)               | ANY
          - 1:1(0)                | ANY
          - 1:2(1)                | DATA ANY
          """)
  void matchesTheNamedFlagsExactlyAndIgnoresTheOthers(String segment, String patterns) {
    String matching =
        Arrays.stream(SegmentPattern.values())
            .filter(pattern -> pattern.matches(Notation.parse(segment)))
            .map(SegmentPattern::label)
            .collect(Collectors.joining(" "));
    assertThat(matching).isEqualTo(patterns);
  }
}
