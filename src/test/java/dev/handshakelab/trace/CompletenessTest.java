package dev.handshakelab.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The figures are those that tshark 4.0.17 gave for such captures. */
class CompletenessTest {

  @ParameterizedTest(name = "{1}: {2}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
           7 | three segments          | > S 100:100(0); < S. 300:300(0) ack 101; > . 101:101(0) ack 301
          37 | a SYN that is refused   | > S 100:100(0); < R. 0:0(0) ack 101
          35 | reset after the SYN+ACK | > S 100:100(0); < S. 300:300(0) ack 101; > R 101:101(0)
          11 | data is the third       | > S 100:100(0); < S. 300:300(0) ack 101; > P. 101:111(10) ack 301
           3 | crossed, no pure ACK    | > S 100:100(0); < S 300:300(0); > S. 100:100(0) ack 301; < S. 300:300(0) ack 101
           5 | a stray ACK             | > S 100:100(0); < . 300:300(0) ack 50
           1 | a SYN alone             | > S 100:100(0)
           0 | nothing                 |
          23 | FIN with ACK            | > S 100:100(0); < S. 300:300(0) ack 101; > F. 101:101(0) ack 301
           1 | FIN and text lack ACK | > S 100:100(0); > F 101:101(0); > - 101:111(10)
          19 | FIN on the SYN+ACK    | > S 100:100(0); < SF. 300:300(0) ack 101
          27 | FIN with text           | > S 100:100(0); < S. 300:300(0) ack 101; > FP. 101:111(10) ack 301
          """)
  void isTheSumOfItsBits(int bits, String name, String segments) {
    assertThat(Completeness.of(trace(segments).segments())).isEqualTo(bits);
  }

  static Trace trace(String segments) {
    String lines =
        segments == null
            ? ""
            : Stream.of(segments.split(";", -1))
                .map(String::strip)
                .map(line -> "0 " + line.charAt(0) + " 0" + line.substring(1))
                .collect(Collectors.joining("\n"));
    return TraceText.trace(lines);
  }
}
