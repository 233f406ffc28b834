package dev.handshakelab.linux.tracing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Names of instances: prefix, PID namespace, process, when that started, and a number. Processes of
 * another PID namespace cannot be looked up from here, so theirs are left alone.
 */
final class InstanceNames {
  private static final AtomicInteger NUMBER = new AtomicInteger();

  private InstanceNames() {}

  static String ofThisProcess(String prefix) {
    long pid = ProcessHandle.current().pid();
    return prefix
        + String.join(
            "-",
            pidNamespace(),
            String.valueOf(pid),
            startOf(String.valueOf(pid)),
            String.valueOf(NUMBER.incrementAndGet()));
  }

  /** Whether the process that it is named after is gone. */
  static boolean isAbandoned(String name, String prefix) {
    List<String> parts = List.of(name.substring(prefix.length()).split("-", -1));
    return parts.size() == 4
        && parts.get(0).equals(pidNamespace())
        && !parts.get(2).equals(startOf(parts.get(1)));
  }

  private static String pidNamespace() {
    try {
      return Files.readSymbolicLink(Path.of("/proc/self/ns/pid"))
          .toString()
          .replaceAll("[^0-9]", "");
    } catch (IOException unknown) {
      return "0";
    }
  }

  /** When a process started, in clock ticks since boot (proc(5)); 0 when there is none. */
  private static String startOf(String pid) {
    try {
      String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
      // The command stands in parentheses and may contain anything.
      String[] rest = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
      return rest[19];
    } catch (IOException gone) {
      return "0";
    }
  }
}
