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
import java.util.concurrent.TimeUnit;

/** Wireshark's reader, asked for some fields of each of some packets. */
public final class Tshark {
  private static final int PATIENCE_S = 120;

  private Tshark() {}

  /** Skips the test where it is not installed. */
  public static void assumeInstalled() throws InterruptedException {
    assumeTrue(isInstalled(), "tshark is not installed");
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

  /**
   * A row for each packet: the first occurrence of each field, with {@code |} between them.
   *
   * @param directory for its files
   * @param options e.g. {@code -2}
   */
  public static List<String> rows(
      Path directory, List<Octets> packets, List<String> options, List<String> fields)
      throws IOException, InterruptedException {
    Path capture = directory.resolve("packets.pcap");
    Path rows = directory.resolve("rows.txt");
    Path errors = directory.resolve("errors.txt");
    Files.write(capture, pcap(packets));
    List<String> command = new ArrayList<>(List.of("tshark", "-n", "-r", capture.toString()));
    command.addAll(options);
    command.addAll(List.of("-T", "fields", "-E", "separator=|", "-E", "occurrence=f"));
    fields.forEach(field -> command.addAll(List.of("-e", field)));
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(rows.toFile())
            .redirectError(errors.toFile())
            .start();
    try {
      assertThat(process.waitFor(PATIENCE_S, TimeUnit.SECONDS)).as("tshark ended").isTrue();
    } finally {
      process.destroyForcibly();
    }
    assertThat(process.exitValue()).as("%s", Files.readString(errors)).isZero();
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
}
