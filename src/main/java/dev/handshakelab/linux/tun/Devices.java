package dev.handshakelab.linux.tun;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What the kernel counts of a network namespace's interfaces: in {@code /proc/net/dev} after two
 * lines of names there is one line for each, eight figures of what it received, then eight of what
 * it sent.
 */
record Devices(List<String> lines) {
  /** After the name and the eight of receiving: bytes, packets, errors, dropped. */
  private static final int SENT_DROPPED = 1 + 8 + 3;

  private static final Pattern BETWEEN = Pattern.compile("\\s+");

  Devices {
    lines = List.copyOf(lines);
  }

  /** Those of this thread's network namespace; none where the kernel shows none. */
  static Devices read() {
    try {
      return new Devices(Files.readAllLines(Path.of("/proc/thread-self/net/dev")));
    } catch (IOException unknown) {
      return new Devices(new ArrayList<>());
    }
  }

  /** Packets to be sent that an interface has dropped; 0 when it is not known. */
  long dropped(String name) {
    for (String line : lines) {
      String[] parts = BETWEEN.split(line.strip(), -1);
      if (parts[0].equals(name + ":") && parts.length > SENT_DROPPED) {
        return Long.parseLong(parts[SENT_DROPPED]);
      }
    }
    return 0;
  }
}
