package dev.handshakelab.trace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handshakelab.wire.Octets;
import dev.handshakelab.wire.Packet;
import dev.handshakelab.wire.Packets;
import dev.handshakelab.wire.Tshark;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Wireshark's own figure for the same segments: five hundred conversations of up to eight segments
 * each, legal and illegal ones, in one capture. Where it takes a late SYN of the responder for the
 * beginning of another conversation there is nothing to compare.
 */
class CompletenessAgainstTsharkTest {
  private static final int CONVERSATIONS = 500;

  private static final List<String> SEGMENTS =
      List.of(
          "0 > 0 S 100:100(0)",
          "0 < 0 S 300:300(0)",
          "0 < 0 S. 300:300(0) ack 101",
          "0 > 0 S. 100:100(0) ack 301",
          "0 > 0 . 101:101(0) ack 301",
          "0 < 0 . 301:301(0) ack 101",
          "0 > 0 P. 101:111(10) ack 301",
          "0 < 0 . 301:401(100) ack 101",
          "0 > 0 F. 101:101(0) ack 301",
          "0 < 0 FP. 301:311(10) ack 101",
          "0 > 0 F 101:101(0)",
          "0 > 0 R 101:101(0)",
          "0 < 0 R. 0:0(0) ack 101",
          "0 < 0 R. 301:301(0) ack 101",
          "0 > 0 - 101:111(10)",
          "0 > 0 SF 100:100(0)",
          "0 < 0 SF. 300:300(0) ack 101",
          "0 > 0 R. 101:111(10) ack 301",
          "0 < 0 R 301:311(10)",
          "0 > 0 SP. 100:110(10) ack 301",
          "0 > 0 FR. 101:101(0) ack 301");

  @TempDir private Path directory;

  @Test
  void bothSeeTheSameBits() throws Exception {
    Tshark.assumeInstalled();
    Random random = new Random(9293);
    List<Octets> packets = new ArrayList<>();
    Map<Integer, Integer> ours = new HashMap<>();
    Map<Integer, String> stories = new HashMap<>();
    for (int number = 0; number < CONVERSATIONS; number++) {
      StringBuilder story = new StringBuilder(SEGMENTS.getFirst()).append('\n');
      for (int count = random.nextInt(8); count > 0; count--) {
        story.append(SEGMENTS.get(random.nextInt(SEGMENTS.size()))).append('\n');
      }
      List<TracedSegment> segments = TraceText.trace(story.toString()).segments();
      int port = 10_000 + number;
      ours.put(port, Completeness.of(segments));
      stories.put(port, story.toString());
      segments.forEach(segment -> packets.add(between(port, segment)));
    }
    Map<Integer, Integer> theirs = tshark(packets);
    assertThat(theirs).hasSizeGreaterThan(CONVERSATIONS * 9 / 10);
    theirs.forEach(
        (port, bits) -> assertThat(ours.get(port)).as("%s", stories.get(port)).isEqualTo(bits));
  }

  private static Octets between(int clientPort, TracedSegment traced) {
    Packet packet = traced.sent().packet();
    boolean byClient = traced.sent().from() == Party.CLIENT;
    var segment =
        packet.segment().withPorts(byClient ? clientPort : 8080, byClient ? 8080 : clientPort);
    return Packets.encode(new Packet(packet.ip(), segment));
  }

  /** What tshark says of each conversation that it does not split, by the client's port. */
  private Map<Integer, Integer> tshark(List<Octets> packets) throws Exception {
    List<String> rows =
        Tshark.rows(
            directory,
            packets,
            List.of("-2"),
            List.of("tcp.srcport", "tcp.dstport", "tcp.completeness", "tcp.stream"));
    Map<Integer, Integer> bits = new HashMap<>();
    Map<Integer, String> streams = new HashMap<>();
    Set<Integer> split = new HashSet<>();
    for (String row : rows) {
      List<String> fields = List.of(row.split("\\|", -1));
      int port = Math.max(Integer.parseInt(fields.get(0)), Integer.parseInt(fields.get(1)));
      bits.put(port, Integer.parseInt(fields.get(2)));
      String before = streams.put(port, fields.get(3));
      if (before != null && !before.equals(fields.get(3))) {
        split.add(port);
      }
    }
    bits.keySet().removeAll(split);
    return bits;
  }
}
