package dev.handshakelab.linux.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.handshakelab.tcp.StateName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KernelStateTest {
  @ParameterizedTest
  @CsvSource({
    " 1, ESTABLISHED,  ESTABLISHED,",
    " 2, SYN_SENT,     SYN_SENT,",
    " 3, SYN_RECV,     SYN_RECEIVED, SYN_RECV",
    " 4, FIN_WAIT1,    FIN_WAIT_1,   FIN_WAIT1",
    " 5, FIN_WAIT2,    FIN_WAIT_2,   FIN_WAIT2",
    " 6, TIME_WAIT,    TIME_WAIT,",
    " 7, CLOSE,        CLOSED,       CLOSE",
    " 8, CLOSE_WAIT,   CLOSE_WAIT,",
    " 9, LAST_ACK,     LAST_ACK,",
    "10, LISTEN,       LISTEN,",
    "11, CLOSING,      CLOSING,",
    "12, NEW_SYN_RECV, SYN_RECEIVED, NEW_SYN_RECV"
  })
  void standsForAStateOfTheRfc(int number, KernelState kernel, StateName rfc, String differing) {
    assertThat(KernelState.of(number)).isEqualTo(kernel);
    assertThat(kernel.state()).isEqualTo(rfc);
    assertThat(kernel.differingName()).isEqualTo(differing);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 13, -1})
  void thereIsNoOther(int number) {
    assertThatIllegalArgumentException().isThrownBy(() -> KernelState.of(number));
  }
}
