package dev.handshakelab.linux.tun;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The kernel's counters of a network namespace (/proc/net/netstat and /proc/net/snmp), by group and
 * name, e.g. {@code TcpExt.ListenDrops}: in pairs of lines the names, then the values.
 */
public record Counters(Map<String, Long> values) {
  /** What counts as a handshake's business. */
  private static final List<String> GROUPS = List.of("Tcp", "TcpExt");

  public Counters {
    values = Map.copyOf(values);
  }

  /** Those of this thread's network namespace; none where the kernel shows none. */
  public static Counters read() {
    List<String> lines = new ArrayList<>();
    for (String file : List.of("netstat", "snmp")) {
      try {
        lines.addAll(Files.readAllLines(Path.of("/proc/thread-self/net", file)));
      } catch (IOException unknown) {
        // Then there are no such counters.
      }
    }
    return parse(lines);
  }

  static Counters parse(List<String> lines) {
    Map<String, Long> values = new HashMap<>();
    for (int i = 0; i + 1 < lines.size(); i += 2) {
      String[] names = lines.get(i).split(" ", -1);
      String[] numbers = lines.get(i + 1).split(" ", -1);
      String group = names[0].replace(":", "");
      if (GROUPS.contains(group)) {
        for (int j = 1; j < Math.min(names.length, numbers.length); j++) {
          values.put(group + "." + names[j], Long.parseLong(numbers[j]));
        }
      }
    }
    return new Counters(values);
  }

  /** What was added since, without what did not change. */
  public SortedMap<String, Long> since(Counters before) {
    SortedMap<String, Long> added = new TreeMap<>();
    values.forEach((name, value) -> {
      long more = value - before.values.getOrDefault(name, 0L);
      if (more != 0) {
        added.put(name, more);
      }
    });
    return added;
  }
}
