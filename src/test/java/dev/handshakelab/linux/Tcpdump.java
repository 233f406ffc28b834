package dev.handshakelab.linux;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.handshakelab.wire.Octets;
import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Another program that sees an interface: tcpdump, read while it writes. On the loopback interface
 * it leaves out packets that are leaving and shows them as they arrive.
 */
final class Tcpdump implements AutoCloseable {
  /** A pcap file with times in nanoseconds, in the order of this machine. */
  private static final int MAGIC = 0xa1b23c4d;

  private static final int ETHERNET = 1;
  private static final int ETHERNET_HEADER = 14;

  /** IP packets, no link header. */
  private static final int RAW = 101;

  private static final long PATIENCE_SECONDS = 30;

  /**
   * A packet as it saw it.
   *
   * @param atNs since 1970
   * @param octets from the IP header on
   */
  record Seen(long atNs, Octets octets) {}

  private final Process process;
  private final int linkType;
  private final BlockingQueue<Seen> seen = new LinkedBlockingQueue<>();
  private volatile boolean stopped;

  private Tcpdump(Process process, int linkType) {
    this.process = process;
    this.linkType = linkType;
  }

  /**
   * Sees every TCP packet from or to an address of the loopback interface when this returns; the
   * test is skipped where it cannot be run.
   */
  static Tcpdump start(String address) throws IOException {
    return start(List.of(), "lo", ETHERNET, "tcp and host " + address);
  }

  /**
   * The same of every address on a TUN of a network namespace, where it shows packets both ways.
   *
   * @param namespace a file that stands for it
   */
  static Tcpdump onTun(Path namespace, String tun) throws IOException {
    return start(List.of("nsenter", "--net=" + namespace), tun, RAW, "tcp");
  }

  private static Tcpdump start(List<String> before, String onInterface, int linkType, String filter)
      throws IOException {
    List<String> command = new ArrayList<>(before);
    command.addAll(
        List.of("tcpdump", "-i", onInterface, "-n", "-U", "--immediate-mode", "-B", "32768"));
    command.addAll(List.of("--time-stamp-precision=nano", "-w", "-", filter));
    Process process;
    try {
      process = new ProcessBuilder(command).start();
    } catch (IOException missing) {
      assumeTrue(false, "tcpdump cannot be run here: " + missing.getMessage());
      throw missing;
    }
    var errors =
        new BufferedReader(new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8));
    var said = new StringBuilder();
    for (String line = errors.readLine(); line != null; line = errors.readLine()) {
      if (line.contains("listening on")) {
        var tcpdump = new Tcpdump(process, linkType);
        Thread.ofPlatform().daemon().start(tcpdump::read);
        return tcpdump;
      }
      said.append(line).append('\n');
    }
    assumeTrue(false, "tcpdump cannot capture here: " + said);
    throw new IOException(said.toString());
  }

  /** The next packet that it has seen. */
  Seen next() throws InterruptedException {
    Seen next = seen.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    if (next == null) {
      throw new AssertionError("tcpdump saw nothing more within " + PATIENCE_SECONDS + " s");
    }
    return next;
  }

  private void read() {
    try (var in = new DataInputStream(new BufferedInputStream(process.getInputStream()))) {
      if (u32(in) != Integer.toUnsignedLong(MAGIC)) {
        throw new IOException("no pcap file with nanoseconds");
      }
      in.skipNBytes(16);
      if (u32(in) != linkType) {
        throw new IOException("other link headers than were asked for");
      }
      int header = linkType == ETHERNET ? ETHERNET_HEADER : 0;
      while (true) {
        long seconds = u32(in);
        long nanos = u32(in);
        byte[] octets = new byte[(int) u32(in)];
        long whole = u32(in);
        in.readFully(octets);
        if (whole != octets.length) {
          throw new IOException("a packet was cut off");
        }
        seen.add(
            new Seen(seconds * 1_000_000_000 + nanos, Octets.of(octets, header, octets.length)));
      }
    } catch (IOException broken) {
      if (!stopped) {
        throw new UncheckedIOException(broken);
      }
    }
  }

  private static long u32(DataInputStream in) throws IOException {
    return Integer.toUnsignedLong(Integer.reverseBytes(in.readInt()));
  }

  @Override
  public void close() {
    stopped = true;
    process.destroy();
  }
}
