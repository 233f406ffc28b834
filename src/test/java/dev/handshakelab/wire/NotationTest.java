package dev.handshakelab.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NotationTest {
  /** What text is changed with: what lines are made of, and a few that no line has. */
  private static final String ODD = "0123456789 SackwinTSval,<>():.-FPx\t\né";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "S 100:100(0) win 64240 <mss 1460,sackOK,TS val 7 ecr 0,nop,wscale 7>",
        "S. 300:300(0) ack 101 win 65160 <mss 1460,sackOK,TS val 7 ecr 3,nop,wscale 7>",
        ". 101:101(0) ack 301 win 502",
        "P. 101:111(10) ack 301 win 502 <nop,nop,TS val 9 ecr 8>",
        "F. 4294967295:4294967295(0) ack 0 win 0",
        "P. 4294967290:6(12) ack 4294967295 win 65535",
        "R 101:101(0) win 0",
        "R. 0:0(0) ack 101 win 0",
        "- 0:0(0) win 0",
        "SEW 100:100(0) win 64240 <mss 1460>",
        "SEWA 100:100(0) win 64240 <mss 1460>",
        "S.E 300:300(0) ack 101 win 65160",
        "FSRP.UEWAxyz 1:1(0) ack 2 win 3 urg 4",
        "x 0:0(0) win 0",
        "U 5:6(1) win 10 urg 65535",
        ". 1:1(0) ack 1 win 1 <nop,nop,sack 5:7 4294967294:3>",
        "S 1:1(0) win 1 <uto 30s,uto 5m,FO,nop,nop>",
        "S 1:1(0) win 1 <FO 3021b9d889017eeb,nop,nop,FOEXP,FOEXP 3021b9d8>",
        "S 1:1(0) win 1 <unknown-30 00c1,unknown-99,unknown-2 05,eol>",
        "S 1:1(0) win 1 <nop,eol 0000>",
        "S 1:1(0) win 1 <mss 536,illegal 02ff0000>"
      })
  void isPrintedAsItIsRead(String line) {
    assertThat(Notation.print(Notation.parse(line))).isEqualTo(line);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          S 90:90(0)                        | S 90:90(0) win 0
          . 1:1(0) ack 1                    | . 1:1(0) ack 1 win 0
          .S 300:300(0) ack 101             | S. 300:300(0) ack 101 win 0
          WES 1:1(0)                        | SEW 1:1(0) win 0
          "  S   90 : 90 ( 0 )  win  1000 " | S 90:90(0) win 1000
          S. 300:300(0)ack101win 5<mss 1460,nop,nop > | S. 300:300(0) ack 101 win 5 <mss 1460,nop,nop>
          S 0:0(0) < mss 1460 , FO 3021B9D8 , nop> | S 0:0(0) win 0 <mss 1460,FO 3021b9d8,nop>
          S 007:0007(00) win 010            | S 7:7(0) win 10
          """)
  void isReadWithWinAndOptionsLeftOutAndAnyBlanks(String text, String line) {
    assertThat(Notation.parse(text)).hasToString(line);
  }

  @Test
  void isReadWithoutPortsAndWithZerosForText() {
    assertThat(Notation.parse("P. 10:13(3) ack 5 win 7 <nop>"))
        .isEqualTo(
            new Segment(
                0,
                0,
                SequenceNumber.of(10),
                SequenceNumber.of(5),
                Flags.PSH_ACK,
                7,
                0,
                List.of(TcpOption.NOP),
                Octets.zeros(3)));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          ""                            | 1  | flags, of FSRP.UEWAxyz, or - for none
          Q 1:1(0)                      | 1  | a flag, of FSRP.UEWAxyz, or a blank after the flags
          s 1:1(0)                      | 1  | a flag, of FSRP.UEWAxyz, or a blank after the flags
          S- 1:1(0)                     | 2  | a flag, of FSRP.UEWAxyz, or a blank after the flags
          S1:1(0)                       | 2  | a flag, of FSRP.UEWAxyz, or a blank after the flags
          SFS 1:1(0)                    | 3  | each flag once
          S                             | 2  | the sequence number, 0…4294967295
          S -1:1(0)                     | 3  | the sequence number, 0…4294967295
          S 4294967296:0(0)             | 3  | the sequence number, 0…4294967295
          S 99999999999999999999:0(0)   | 3  | the sequence number, 0…4294967295
          S 0x1:1(0)                    | 4  | ':' after the sequence number
          S 1                           | 4  | ':' after the sequence number
          S 1:x                         | 5  | the position after the text, 0…4294967295
          S 1:1                         | 6  | '(' before the length of the text
          S 1:1(65536)                  | 7  | the length of the text, 0…65535
          S 1:1(0                       | 8  | ')' after the length of the text
          S 1:2(0)                      | 5  | 1, which is 1 and 0 octets of text
          P 4294967295:9(5)             | 14 | 4, which is 4294967295 and 5 octets of text
          S 1:1(0) ack 5                | 10 | no ack, since the flags have no '.' (ACK)
          . 1:1(0) win 5                | 10 | ack and a number, since the flags have '.' (ACK)
          . 1:1(0)                      | 9  | ack and a number, since the flags have '.' (ACK)
          . 1:1(0) ack                  | 13 | the acknowledgment number, 0…4294967295
          . 1:1(0) ack 4294967296       | 14 | the acknowledgment number, 0…4294967295
          . 1:1(0) acks 5               | 10 | ack and a number, since the flags have '.' (ACK)
          S 1:1(0) win                  | 13 | the window, 0…65535
          S 1:1(0) win 65536            | 14 | the window, 0…65535
          S 1:1(0) win 5 urg 1          | 16 | no urg, since the flags have no 'U' (URG)
          U 1:1(0) win 5                | 15 | urg and a number, since the flags have 'U' (URG)
          U 1:1(0) win 5 urg 65536      | 20 | the urgent pointer, 0…65535
          . 1:1(0) win 5 ack 1          | 10 | ack and a number, since the flags have '.' (ACK)
          S 1:1(0) win 5 win 6          | 16 | the end; after the flags come sequence, ack, win, urg and <options>, in this order
          S 1:1(0) win 5 <nop> x        | 22 | the end; after the flags come sequence, ack, win, urg and <options>, in this order
          S 1:1(0) <>                   | 11 | an option: mss, nop, eol, wscale, sackOK, sack, TS, uto, FO, FOEXP, unknown-<kind> or illegal
          S 1:1(0) <nop,>               | 15 | an option: mss, nop, eol, wscale, sackOK, sack, TS, uto, FO, FOEXP, unknown-<kind> or illegal
          S 1:1(0) <MSS 5>              | 11 | an option: mss, nop, eol, wscale, sackOK, sack, TS, uto, FO, FOEXP, unknown-<kind> or illegal
          S 1:1(0) <nop                 | 14 | '>' or ',' after an option
          S 1:1(0) <nop nop>            | 15 | '>' or ',' after an option
          S 1:1(0) <mss>                | 14 | the maximum segment size, 0…65535
          S 1:1(0) <mss 65536>          | 15 | the maximum segment size, 0…65535
          S 1:1(0) <wscale 256>         | 18 | the window shift, 0…255
          S 1:1(0) <sack>               | 15 | the left edge of a block, 0…4294967295
          S 1:1(0) <sack 1>             | 17 | ':' between the edges of a block
          S 1:1(0) <TS 1 2>             | 14 | 'val'
          S 1:1(0) <TS val 1>           | 19 | 'ecr'
          S 1:1(0) <uto 30>             | 17 | s for seconds or m for minutes
          S 1:1(0) <uto 30h>            | 17 | s for seconds or m for minutes
          S 1:1(0) <uto 32768s>         | 15 | the user timeout, 0…32767
          S 1:1(0) <FO 302>             | 17 | one more hexadecimal digit, an octet of the cookie being two
          S 1:1(0) <unknown 5>          | 19 | '-' and the kind after unknown
          S 1:1(0) <unknown-256>        | 19 | the kind of the option, 0…255
          S 1:1(0) <illegal>            | 18 | the octets of the option from its kind to the end of the header, in hex
          """)
  void whatIsNotInItIsRefusedWhereItBegins(String text, int column, String expected) {
    NotationException refusal = refusal(text);
    assertThat(refusal.column()).isEqualTo(column);
    assertThat(refusal.expected()).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          S 1:1(0) <FO 1122>             | 11 | an option that can be: a Fast Open cookie is 4…16 octets and even, or none, not 2 octets
          S 1:1(0) <sack 1:2 1:2 1:2 1:2 1:2> | 11 | an option that can be: a SACK option has 1…4 blocks, not 5
          S 1:1(0) <nop,unknown-2 05b4>  | 15 | an option that can be: kind 2 with 2 octets of data is known and has a type of its own
          S 1:1(0) <unknown-1>           | 11 | an option that can be: kind 1 has no length and no data
          S 1:1(0) <illegal 020405b4>    | 11 | an option that can be: 020405b4 is no illegal option: its length can be read and is there
          S 1:1(0) <TS val 1 ecr 1,TS val 1 ecr 1,TS val 1 ecr 1,TS val 1 ecr 1,nop> | 11 | options that a header can hold: options are 41 octets, a TCP header has room for 40
          S 1:1(0) <eol,nop>             | 11 | options that a header can hold: option 1 of 2 ends the list, so nothing can follow it: EndOfList[padding=]
          """)
  void optionsThatCannotBeAreRefusedWithTheReason(String text, int column, String expected) {
    NotationException refusal = refusal(text);
    assertThat(refusal.column()).isEqualTo(column);
    assertThat(refusal.expected()).isEqualTo(expected);
  }

  @Test
  void aRefusalShowsThePlace() {
    assertThatThrownBy(() -> Notation.parse("S 100:100(0 win 1000"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            """
            column 13: expected ')' after the length of the text
              S 100:100(0 win 1000
                          ^\
            """);
  }

  @Test
  void aRefusalOfALongTextShowsTheSurroundingsOnOneLine() {
    String options = "nop,".repeat(1000);
    assertThat(refusal("S 1:1(0) win 5\n<" + options + "nop>"))
        .hasMessage(
            "column 15: expected the end; after the flags come sequence, ack, win, urg and <options>,"
                + " in this order\n"
                + "  S 1:1(0) win 5 <"
                + "nop,".repeat(14)
                + "no…\n"
                + " ".repeat(16)
                + "^");
    assertThat(refusal("S 1:1(0) win 5 <" + options + "pon>"))
        .message()
        .contains("\n  …" + "nop,".repeat(15) + "pon>\n" + " ".repeat(63) + "^");
  }

  @Test
  void everySegmentIsReadBackAsItWasPrinted() {
    for (long seed = 0; seed < 50_000; seed++) {
      Packet packet = SeededPackets.of(seed);
      Segment shown =
          shown(packet.segment().withOptions(SeededPackets.padded(packet.segment().options())));
      String line = Notation.print(packet.segment().withOptions(shown.options()));
      Segment read = Notation.parse(line);
      if (!read.equals(shown) || line.indexOf('\n') >= 0) {
        assertEquals(shown + "", read + "", "seed " + seed + ", " + line);
        assertEquals(shown, read, "seed " + seed + ", " + line);
      }
    }
  }

  @Test
  void anyTextWhateverIsReadOrRefused() {
    int read = 0;
    for (long seed = 0; seed < 50_000; seed++) {
      Random random = new Random(seed * 0x9e3779b97f4a7c15L);
      StringBuilder text = new StringBuilder(Notation.print(SeededPackets.of(seed).segment()));
      for (int i = random.nextInt(3); i >= 0; i--) {
        int at = random.nextInt(text.length());
        char other = ODD.charAt(random.nextInt(ODD.length()));
        switch (random.nextInt(3)) {
          case 0 -> text.setCharAt(at, other);
          case 1 -> text.insert(at, other);
          default -> text.deleteCharAt(at);
        }
      }
      try {
        Segment segment = Notation.parse(text.toString());
        read++;
        if (!Notation.parse(Notation.print(segment)).equals(segment)) {
          fail("seed " + seed + ", " + text + " was read as " + segment);
        }
      } catch (NotationException refused) {
        if (refused.column() < 1 || refused.column() > text.length() + 1) {
          fail("seed " + seed + ", " + text + " was refused at column " + refused.column());
        }
      }
    }
    assertThat(read).isBetween(1_000, 49_000);
  }

  /**
   * What a line shows of a segment: no ports, the length of the text only, no field whose flag is
   * not set.
   */
  private static Segment shown(Segment segment) {
    return new Segment(
        0,
        0,
        segment.sequence(),
        segment.isAck() ? segment.acknowledgment() : SequenceNumber.ZERO,
        segment.flags(),
        segment.window(),
        segment.has(Flag.URG) ? segment.urgentPointer() : 0,
        segment.options(),
        Octets.zeros(segment.payload().length()));
  }

  private static NotationException refusal(String text) {
    return catchThrowableOfType(NotationException.class, () -> Notation.parse(text));
  }
}
