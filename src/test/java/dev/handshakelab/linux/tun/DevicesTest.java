package dev.handshakelab.linux.tun;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class DevicesTest {
  private static final Devices DEVICES =
      new Devices(
          List.of(
              "Inter-|   Receive                                                |  Transmit",
              " face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs"
                  + " drop fifo colls carrier compressed",
              "    lo:     100       2    0    0    0     0          0         0      100       2    0"
                  + "    0    0     0       0          0",
              "hybrid:  123456    1000    0    5    0     0          0         0     7890      99    0"
                  + "   17    0     0       0          0"));

  @Test
  void whatHadNoRoomToWaitIsCountedPerInterface() {
    assertThat(DEVICES.dropped("hybrid")).isEqualTo(17);
    assertThat(DEVICES.dropped("lo")).isZero();
  }

  @Test
  void anInterfaceThatIsNotThereHasDroppedNothing() {
    assertThat(DEVICES.dropped("gone")).isZero();
    assertThat(Devices.read().dropped("gone")).isZero();
  }
}
