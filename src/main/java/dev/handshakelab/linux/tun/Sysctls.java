package dev.handshakelab.linux.tun;

import dev.handshakelab.linux.ffi.Errno;
import dev.handshakelab.linux.ffi.LinuxException;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The kernel's settings below {@code net}, as they hold in this thread's network namespace. Whoever
 * writes one does so within a namespace of the lab's: the host's are never changed.
 */
public final class Sysctls {
  private static final String ROOT = "/proc/sys/net/";
  private static final int ROOM = 4096;

  private Sysctls() {}

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
