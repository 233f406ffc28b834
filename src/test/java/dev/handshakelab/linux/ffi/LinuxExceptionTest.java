package dev.handshakelab.linux.ffi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;

class LinuxExceptionTest {
  @Test
  void saysWhichCallFailedAndWhy() {
    assertThatExceptionOfType(LinuxException.class)
        .isThrownBy(() -> LinuxException.checked("bind(127.0.0.1)", -98))
        .withMessage("bind(127.0.0.1): address already in use (EADDRINUSE)")
        .satisfies(failed -> assertThat(failed.is(Errno.EADDRINUSE)).isTrue())
        .satisfies(failed -> assertThat(failed.name()).isEqualTo("EADDRINUSE"));
  }

  @Test
  void anErrorWithoutANameKeepsItsNumber() {
    assertThat(new LinuxException("socket", 71)).hasMessage("socket: errno 71 (errno 71)");
  }

  @Test
  void aGoodAnswerPasses() throws LinuxException {
    assertThat(LinuxException.checked("socket", 7)).isEqualTo(7);
  }
}
