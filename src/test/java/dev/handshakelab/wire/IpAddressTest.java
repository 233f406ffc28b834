package dev.handshakelab.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.Inet6Address;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IpAddressTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          10.0.0.1         | 0a000001 | 10.0.0.1
          0.0.0.0          | 00000000 | 0.0.0.0
          255.255.255.255  | ffffffff | 255.255.255.255
          ::               | 00000000000000000000000000000000 | ::
          ::1              | 00000000000000000000000000000001 | ::1
          1::              | 00010000000000000000000000000000 | 1::
          2001:DB8::0001   | 20010db8000000000000000000000001 | 2001:db8::1
          2001:db8:0:0:0:0:2:1    | 20010db8000000000000000000020001 | 2001:db8::2:1
          2001:db8::1:1:1:1:1     | 20010db8000000010001000100010001 | 2001:db8:0:1:1:1:1:1
          2001:db8:0:0:1:0:0:1    | 20010db8000000000001000000000001 | 2001:db8::1:0:0:1
          2001:0:0:1:0:0:0:1      | 20010000000000010000000000000001 | 2001:0:0:1::1
          1:2:3:4:5:6:7::         | 00010002000300040005000600070000 | 1:2:3:4:5:6:7:0
          ::2:3:4:5:6:7:8         | 00000002000300040005000600070008 | 0:2:3:4:5:6:7:8
          1:2:3:4:5:6:0:0         | 00010002000300040005000600000000 | 1:2:3:4:5:6::
          fe80::200:5eff:fe00:5301 | fe8000000000000002005efffe005301 | fe80::200:5eff:fe00:5301
          64:ff9b::192.0.2.33     | 0064ff9b0000000000000000c0000221 | 64:ff9b::c000:221
          1:2:3:4:5:6:192.0.2.33  | 000100020003000400050006c0000221 | 1:2:3:4:5:6:c000:221
          ::192.0.2.33            | 000000000000000000000000c0000221 | ::c000:221
          ::ffff:192.0.2.33       | 00000000000000000000ffffc0000221 | ::ffff:192.0.2.33
          ::ffff:c000:221         | 00000000000000000000ffffc0000221 | ::ffff:192.0.2.33
          0:0:0:0:0:ffff:0:1      | 00000000000000000000ffff00000001 | ::ffff:0.0.0.1
          ffff:ffff:ffff:ffff:ffff:ffff:255.255.255.255 | ffffffffffffffffffffffffffffffff | ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff
          """)
  void isReadInEveryFormAndWrittenInOne(String literal, String octets, String written) {
    IpAddress address = IpAddress.parse(literal);
    assertThat(address.octets().toHex()).isEqualTo(octets);
    assertThat(address).hasToString(written);
    assertThat(IpAddress.parse(written)).isEqualTo(address);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "localhost",
        "example.org",
        "a",
        "127.1",
        "127.0.1",
        "2130706433",
        "0x7f.0.0.1",
        "0177.0.0.1",
        "01.2.3.4",
        "1.2.3.4.5",
        "1.2.3.",
        ".1.2.3",
        "1..2.3",
        "256.0.0.1",
        "1.2.3.4 ",
        " 1.2.3.4",
        "+1.2.3.4",
        "-1.2.3.4",
        "1.2.3.٤",
        "1.2.3.4/32",
        "1.2.3.4:80",
        ":",
        ":::",
        "1:2:3:4:5:6:7",
        "1:2:3:4:5:6:7:8:9",
        "1:2:3:4:5:6:7:8::",
        "::1::",
        "1::2::3",
        "1:",
        ":1",
        "1:2:3:4:5:6:7:",
        "12345::",
        "g::",
        "::-1",
        "::1%lo",
        "fe80::1%1",
        "fe80::1%eth0",
        "[::1]",
        "[::1]:80",
        "::1/128",
        "::1.2.3",
        "::1.2.3.4.5",
        "1.2.3.4::",
        "::1.2.3.4:5",
        "::256.1.1.1",
        "::01.1.1.1",
        "::١",
        "1:2:3:4:5:6:7:1.2.3.4",
        "0000:0000:0000:0000:0000:0000:0000:0000:0000:0000:0000"
      })
  void whatIsNoPlainLiteralIsRefused(String text) {
    assertThatThrownBy(() -> IpAddress.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("\"" + text + "\" is no address; ");
  }

  @Test
  void anIpv4MappedAddressIsIpv6() throws Exception {
    IpAddress mapped = IpAddress.parse("::ffff:192.0.2.33");
    assertThat(mapped.isIpv6()).isTrue();
    assertThat(mapped).isNotEqualTo(IpAddress.parse("192.0.2.33"));
    assertThat(mapped.toInetAddress()).isInstanceOf(Inet6Address.class);
    assertThat(mapped.toInetAddress().getAddress()).isEqualTo(mapped.octets().toArray());
  }

  @Test
  void isTheSameToThePlatform() {
    assertThat(IpAddress.parse("10.0.0.1").toInetAddress().getHostAddress()).isEqualTo("10.0.0.1");
    assertThat(IpAddress.parse("2001:db8::1").toInetAddress().getHostAddress())
        .isEqualTo("2001:db8:0:0:0:0:0:1");
  }

  @Test
  void everyAddressIsReadBackAsItWasWritten() {
    Random random = new Random(5952);
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes = new byte[16];
      random.nextBytes(bytes);
      int zeros = random.nextInt(0x10000);
      for (int group = 0; group < 8; group++) {
        if (((zeros >> (2 * group)) & 3) != 0) {
          Fields.put16(bytes, 2 * group, 0);
        }
      }
      IpAddress address = new IpAddress(Octets.of(bytes));
      assertThat(IpAddress.parse(address.toString())).isEqualTo(address);
      assertThat(address.toInetAddress().getAddress()).isEqualTo(bytes);
    }
  }

  @Test
  void hasFourOrSixteenOctets() {
    assertThatThrownBy(() -> new IpAddress(Octets.zeros(5)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("an address has 4 or 16 octets, not 5");
  }
}
