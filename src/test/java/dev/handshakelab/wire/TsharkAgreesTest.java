package dev.handshakelab.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A reader that others wrote, Wireshark's, sees in our octets what we see in them, wrong checksums
 * included. Skipped where {@code tshark} is not installed.
 */
class TsharkAgreesTest {
  private static final int PACKETS = 2_000;

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
    assumeTrue(isInstalled(), "tshark is not installed");
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
    List<String> theirs = tshark(packets);
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

  private List<String> tshark(List<Octets> packets) throws IOException, InterruptedException {
    Path capture = directory.resolve("packets.pcap");
    Path rows = directory.resolve("rows.txt");
    Files.write(capture, pcap(packets));
    List<String> command = new ArrayList<>(List.of("tshark", "-n", "-r", capture.toString()));
    command.addAll(List.of("-o", "ip.check_checksum:TRUE", "-o", "tcp.check_checksum:TRUE"));
    command.addAll(List.of("-T", "fields", "-E", "separator=|", "-E", "occurrence=f"));
    FIELDS.forEach(field -> command.addAll(List.of("-e", field)));
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(rows.toFile())
            .redirectError(directory.resolve("errors.txt").toFile())
            .start();
    try {
      assertThat(process.waitFor(120, TimeUnit.SECONDS)).as("tshark ended").isTrue();
    } finally {
      process.destroyForcibly();
    }
    assertThat(process.exitValue())
        .as("%s", Files.readString(directory.resolve("errors.txt")))
        .isZero();
    return Files.readAllLines(rows);
  }

  /**
   * The classic capture format with Ethernet headers, all zero but for the type. Without them, as
   * link type 101, tshark takes some IP headers for PPP.
   */
  private static byte[] pcap(List<Octets> packets) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    writeWords(out, 0xa1b2c3d4, 0x00020004, 0, 0, 0x40000, 1);
    for (Octets packet : packets) {
      int length = 14 + packet.length();
      writeWords(out, 0, 0, length, length, 0, 0, 0);
      out.writeShort(packet.u8(0) >> 4 == 4 ? 0x0800 : 0x86dd);
      out.write(packet.toArray());
    }
    return bytes.toByteArray();
  }

  private static void writeWords(DataOutputStream out, int... words) throws IOException {
    for (int word : words) {
      out.writeInt(word);
    }
  }

  private static boolean isInstalled() throws InterruptedException {
    try {
      Process process =
          new ProcessBuilder("tshark", "--version")
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      return process.waitFor(60, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (IOException missing) {
      return false;
    }
  }
}
