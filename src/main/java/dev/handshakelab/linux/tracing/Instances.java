package dev.handshakelab.linux.tracing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Takes tracefs instances away: those of the lab that nobody uses any more. */
final class Instances {
  private Instances() {}

  /** Removes every instance with this prefix whose process is gone. */
  static void removeAbandoned(Path instances, String prefix) throws IOException {
    List<Path> ours;
    try (Stream<Path> all = Files.list(instances)) {
      ours = all.filter(each -> each.getFileName().toString().startsWith(prefix)).toList();
    }
    for (Path each : ours) {
      if (InstanceNames.isAbandoned(each.getFileName().toString(), prefix)) {
        remove(each);
      }
    }
  }

  /** Switches it off and removes it; nothing when it is not there. */
  static void remove(Path instance) {
    if (!Files.isDirectory(instance)) {
      return;
    }
    try {
      Files.write(instance.resolve("events/enable"), "0".getBytes(StandardCharsets.US_ASCII));
      Files.delete(instance);
    } catch (IOException inUse) {
      System.getLogger(Instances.class.getName())
          .log(System.Logger.Level.WARNING, "the trace instance " + instance + " stays: " + inUse);
    }
  }
}
