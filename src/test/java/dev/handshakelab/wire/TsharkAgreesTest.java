package dev.handshakelab.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A reader that others wrote, Wireshark's, sees in our octets what we see in them, wrong checksums
 * included. Skipped where {@code tshark} is not installed.
 */
class TsharkAgreesTest {
  private static final int PACKETS = 2_000;

  private static final List<String> OPTIONS =
      List.of("-o", "ip.check_checksum:TRUE", "-o", "tcp.check_checksum:TRUE");

  private static final List<String> FIELDS =
      List.of(
          "ip.checksum.status",
          "tcp.checksum.status",
          "tcp.srcport",
          "tcp.dstport",
          "tcp.seq_raw",
          "tcp.ack_raw",
          "tcp.flags",
          "tcp.window_size_value",
          "tcp.urgent_pointer",
          "tcp.len",
          "tcp.options");

  @TempDir private Path directory;

  @Test
  @Tag("MUST-2")
  @Tag("MUST-3")
  void onEveryFieldAndEveryChecksum() throws Exception {
    Tshark.assumeInstalled();
    List<Octets> packets = new ArrayList<>();
    List<String> ours = new ArrayList<>();
    Random random = new Random(9293);
    for (long seed = 0; seed < PACKETS; seed++) {
      byte[] octets = Packets.encode(SeededPackets.of(seed)).toArray();
      if (seed % 3 == 0) {
        octets[octets.length - 1 - random.nextInt(20)] ^= (byte) (1 << random.nextInt(8));
      }
      if (Packets.decode(Octets.of(octets)) instanceof Decoded.Intact intact) {
        packets.add(Octets.of(octets));
        ours.add(row(intact));
      }
    }
    assertThat(ours)
        .filteredOn(row -> row.matches("(.?\\|0|0\\|).*"))
        .hasSizeGreaterThan(PACKETS / 4);
    List<String> theirs = Tshark.rows(directory, packets, OPTIONS, FIELDS);
    assertThat(theirs).hasSameSizeAs(ours);
    for (int i = 0; i < ours.size(); i++) {
      assertThat(theirs.get(i)).as("%s in %s", FIELDS, packets.get(i)).isEqualTo(ours.get(i));
    }
  }

  /** What we read, as tshark prints it; a status is 0 for bad and 1 for good, and IPv6 has none. */
  private static String row(Decoded.Intact intact) {
    Segment segment = intact.packet().segment();
    byte[] options = new byte[OptionCodec.paddedLength(segment.options())];
    OptionCodec.write(segment.options(), options, 0);
    String ipStatus =
        switch (intact.packet().ip()) {
          case IpHeader.Ipv4 _ -> intact.ipChecksumRight() ? "1" : "0";
          case IpHeader.Ipv6 _ -> "";
        };
    return String.join(
        "|",
        ipStatus,
        intact.tcpChecksumRight() ? "1" : "0",
        segment.sourcePort() + "",
        segment.destinationPort() + "",
        segment.sequence() + "",
        segment.acknowledgment() + "",
        "0x%04x".formatted(segment.flags().bits()),
        segment.window() + "",
        segment.urgentPointer() + "",
        segment.payload().length() + "",
        Octets.of(options).toHex());
  }
}
