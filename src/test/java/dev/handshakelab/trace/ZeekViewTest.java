package dev.handshakelab.trace;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ZeekViewTest {

  @ParameterizedTest(name = "{0} {1}: {2}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          S0     | S        | > S 100:100(0) win 1
          S0     | S        | > S 100:100(0) win 1; > S 100:100(0) win 1
          S0     | SS       | > S 90:90(0) win 1; > S 100:100(0) win 1
          S1     | ShA      | > S 100:100(0) win 1; < S. 300:300(0) ack 101 win 1; > . 101:101(0) ack 301 win 1
          S1     | Sh       | > S 100:100(0) win 1; < S. 300:300(0) ack 101 win 1
          S1     | ShADd    | > S 100:100(0) win 1; < S. 300:300(0) ack 101 win 1; > . 101:101(0) ack 301 win 1; > P. 101:111(10) ack 301 win 1; < P. 301:311(10) ack 111 win 1
          S1     | ShADTa   | > S 100:100(0) win 1; < S. 300:300(0) ack 101 win 1; > . 101:101(0) ack 301 win 1; > P. 101:111(10) ack 301 win 1; > P. 101:111(10) ack 301 win 1; < . 301:301(0) ack 111 win 1
          SF     | ShAFfa   | > S 100:100(0) win 1; < S. 300:300(0) ack 101 win 1; > . 101:101(0) ack 301 win 1; > F. 101:101(0) ack 301 win 1; < F. 301:301(0) ack 102 win 1; < . 302:302(0) ack 102 win 1
          SF     | ShAFaf   | > S 100:100(0) win 1; < S. 300:300(0) ack 101 win 1; > . 101:101(0) ack 301 win 1; > F. 101:101(0) ack 301 win 1; < . 301:301(0) ack 102 win 1; < F. 301:301(0) ack 102 win 1; > . 102:102(0) ack 302 win 1
          SF     | ShAFf    | > S 100:100(0) win 1; < S. 300:300(0) ack 101 win 1; > . 101:101(0) ack 301 win 1; > F. 101:101(0) ack 301 win 1; > F. 101:101(0) ack 301 win 1; < F. 301:301(0) ack 102 win 1
          S2     | ShAFa    | > S 100:100(0) win 1; < S. 300:300(0) ack 101 win 1; > . 101:101(0) ack 301 win 1; > F. 101:101(0) ack 301 win 1; < . 301:301(0) ack 102 win 1
          S3     | ShAf     | > S 100:100(0) win 1; < S. 300:300(0) ack 101 win 1; > . 101:101(0) ack 301 win 1; < F. 301:301(0) ack 101 win 1
          REJ    | Sr       | > S 100:100(0) win 1; < R. 0:0(0) ack 101
          REJ    | SQRr     | > S 100:100(0) win 1; > SF 100:100(0) win 1; > R 100:100(0); < R. 0:0(0) ack 101
          RSTO   | ShR      | > S 100:100(0) win 1; < S. 300:300(0) ack 101 win 1; > R 101:101(0)
          RSTO   | ShADR    | > S 100:100(0) win 1; < S. 300:300(0) ack 101 win 1; > . 101:101(0) ack 301 win 1; > P. 101:111(10) ack 301 win 1; > R. 111:111(0) ack 301
          RSTR   | ShAr     | > S 100:100(0) win 1; < S. 300:300(0) ack 101 win 1; > . 101:101(0) ack 301 win 1; < R. 301:301(0) ack 101
          RSTR   | ShAFr    | > S 100:100(0) win 1; < S. 300:300(0) ack 101 win 1; > . 101:101(0) ack 301 win 1; > F. 101:101(0) ack 301 win 1; < R. 301:301(0) ack 102
          RSTOS0 | SR       | > S 100:100(0) win 1; > R 101:101(0)
          RSTRH  | hr       | < S. 300:300(0) ack 101 win 1; < R 301:301(0)
          SH     | SF       | > S 100:100(0) win 1; > F 101:101(0) win 1
          SHR    | hf       | < S. 300:300(0) ack 101 win 1; < F. 301:301(0) ack 101 win 1
          OTH    | Dd       | > P. 101:111(10) ack 301 win 1; < P. 301:311(10) ack 111 win 1
          OTH    | R        | > R 101:101(0)
          S1     | SsAa     | > S 100:100(0) win 1; < S 300:300(0) win 1; > S. 100:100(0) ack 301 win 1; < S. 300:300(0) ack 101 win 1; > . 101:101(0) ack 301 win 1; < . 301:301(0) ack 101 win 1
          S1     | SahA     | > S 100:100(0) win 1; < . 300:300(0) ack 91 win 1; < S. 300:300(0) ack 101 win 1; > . 101:101(0) ack 301 win 1
          S1     | ShAd     | > S 100:100(0) win 1; < S. 300:300(0) ack 101 win 1; > . 101:101(0) ack 301 win 1; < P. 301:311(10) ack 101 win 1; < P. 311:321(10) ack 101 win 1
          S1     | ShAaw    | > S 100:100(0) win 1; < S. 300:300(0) ack 101 win 1; > . 101:101(0) ack 301 win 1; < . 301:301(0) ack 101 win 0
          OTH    | I        | > FR. 101:101(0) ack 1 win 1
          """)
  void isWhatZeekWouldLog(String connState, String history, String segments) {
    var view = ZeekView.of(CompletenessTest.trace(segments).segments());
    assertThat(view.history()).isEqualTo(history);
    assertThat(view.connState()).isEqualTo(connState);
  }

  @Test
  void repetitionsAndZeroWindowsAreWrittenForPowersOfTen() {
    String handshake =
        "> S 100:100(0) win 1; < S. 300:300(0) ack 101 win 1; > P. 101:111(10) ack 301 win 1";
    for (int times : new int[] {0, 1, 9, 10, 99, 100, 101}) {
      String repeated = handshake + "; > P. 101:111(10) ack 301 win 1".repeat(times);
      String zero = handshake + "; < . 301:301(0) ack 111 win 0".repeat(times);
      int letters = Integer.toString(times).length() - (times == 0 ? 1 : 0);
      assertThat(ZeekView.of(CompletenessTest.trace(repeated).segments()).history())
          .isEqualTo("ShD" + "T".repeat(letters));
      assertThat(ZeekView.of(CompletenessTest.trace(zero).segments()).history())
          .isEqualTo(times == 0 ? "ShD" : "ShDa" + "w".repeat(letters));
    }
  }
}
