package dev.handshakelab.linux.capture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handshakelab.linux.capture.CapturedPacket.Copy;
import dev.handshakelab.wire.Octets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Copies as {@code > 0a @1} (octets 0a leave at 1) and {@code < 0a @2} (they arrive at 2). */
class SegmentPairsTest {
  private static List<String> pairs(String... copies) {
    return SegmentPairs.of(Stream.of(copies).map(SegmentPairsTest::copy).toList()).stream()
        .map(pair -> pair.octets() + " " + pair.sentNs() + " " + pair.receivedNs())
        .toList();
  }

  private static CapturedPacket copy(String text) {
    String[] words = text.split(" @| ", -1);
    return new CapturedPacket(
        Long.parseLong(words[2]),
        words[0].equals(">") ? Copy.SENT : Copy.RECEIVED,
        Octets.ofHex(words[1]),
        false);
  }

  @Test
  void bothCopiesAreOneSegment() {
    assertThat(pairs("> 0a @1", "< 0a @2", "> 0b @3", "< 0b @4"))
        .containsExactly("0a 1 2", "0b 3 4");
  }

  @Test
  void copiesMayInterleave() {
    assertThat(pairs("> 0a @1", "> 0b @2", "< 0a @3", "< 0b @4"))
        .containsExactly("0a 1 3", "0b 2 4");
  }

  @Test
  void equalPacketsKeepTheirOrder() {
    assertThat(pairs("> 0a @1", "> 0a @2", "< 0a @3", "< 0a @4"))
        .containsExactly("0a 1 3", "0a 2 4");
  }

  @Test
  void aCopyWithoutItsOtherHalfStaysAlone() {
    assertThat(pairs("> 0a @1", "< 0b @2", "> 0c @3"))
        .containsExactly("0a 1 null", "0b null 2", "0c 3 null");
  }

  @Test
  void segmentsAreInOrderOfLeaving() {
    assertThat(pairs("> 0a @1", "> 0b @2", "< 0b @3", "< 0a @4"))
        .containsExactly("0a 1 4", "0b 2 3");
  }

  @Test
  void offloadingIsKept() {
    var sent = new CapturedPacket(1, Copy.SENT, Octets.ofHex("0a"), true);
    var received = new CapturedPacket(2, Copy.RECEIVED, Octets.ofHex("0a"), true);
    assertThat(SegmentPairs.of(List.of(sent, received)))
        .containsExactly(new SegmentPairs.Pair(1L, 2L, Octets.ofHex("0a"), true));
  }
}
