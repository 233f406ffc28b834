package dev.handshakelab.linux.tun;

import dev.handshakelab.linux.ffi.Errno;
import dev.handshakelab.linux.ffi.LinuxException;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The kernel's settings below {@code net}, as they hold in this thread's network namespace. Whoever
 * writes one does so within a namespace of the lab's: the host's are never changed.
 */
public final class Sysctls {
  private static final String ROOT = "/proc/sys/net/";
  private static final int ROOM = 4096;

  /** What decides what a SYN offers, what answers it, and how often it is tried. */
  private static final List<String> OF_HANDSHAKES =
      List.of(
          "core/somaxconn",
          "core/rmem_max",
          "ipv4/ip_local_port_range",
          "ipv4/tcp_abort_on_overflow",
          "ipv4/tcp_backlog_ack_defer",
          "ipv4/tcp_congestion_control",
          "ipv4/tcp_early_retrans",
          "ipv4/tcp_ecn",
          "ipv4/tcp_fastopen",
          "ipv4/tcp_fin_timeout",
          "ipv4/tcp_max_syn_backlog",
          "ipv4/tcp_no_metrics_save",
          "ipv4/tcp_retries1",
          "ipv4/tcp_retries2",
          "ipv4/tcp_rfc1337",
          "ipv4/tcp_rmem",
          "ipv4/tcp_sack",
          "ipv4/tcp_syn_linear_timeouts",
          "ipv4/tcp_syn_retries",
          "ipv4/tcp_synack_retries",
          "ipv4/tcp_syncookies",
          "ipv4/tcp_timestamps",
          "ipv4/tcp_tw_reuse",
          "ipv4/tcp_window_scaling",
          "ipv4/tcp_wmem");

  private Sysctls() {}

  /** Those that matter to a handshake, by name, as they hold in this thread's namespace. */
  public static SortedMap<String, String> ofHandshakes() {
    SortedMap<String, String> values = new TreeMap<>();
    for (String name : OF_HANDSHAKES) {
      String value = read(name);
      if (value != null) {
        values.put(name, value);
      }
    }
    return values;
  }

  /**
   * What a setting is, e.g. of {@code ipv4/tcp_syncookies}; null when the kernel has none of that
   * name, or does not show it here.
   */
  public static @Nullable String read(String name) {
    try (var in = new FileInputStream(ROOT + name)) {
      // In one read: the kernel takes a second one for the end.
      byte[] value = new byte[ROOM];
      int length = in.read(value);
      return length < 0
          ? ""
          : new String(value, 0, length, StandardCharsets.US_ASCII).strip().replace('\t', ' ');
    } catch (IOException unknown) {
      return null;
    }
  }

  /**
   * @throws LinuxException when the kernel has no such setting or does not take the value
   */
  public static void write(String name, String value) throws LinuxException {
    try (var out = new FileOutputStream(ROOT + name)) {
      out.write(value.getBytes(StandardCharsets.US_ASCII));
    } catch (IOException refused) {
      throw new LinuxException("net/" + name + " = " + value, Errno.EACCES.number());
    }
  }
}
