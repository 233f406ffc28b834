package dev.handshakelab.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A runner leaves nothing behind, however it ends: no network namespace (and with it no TUN), no
 * trace instance, no mount.
 */
@Timeout(180)
class LeftoversTest {
  /** Lists trace instances without leaving a mount: this one is seen by that shell alone. */
  private static final String LIST =
      "test -d /sys/kernel/tracing/instances || mount -t tracefs none /sys/kernel/tracing;"
          + " ls /sys/kernel/tracing/instances";

  private static Process start() throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            RunnerAsProcess.class.getName())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  private static String line(Process process) throws IOException {
    // One line at a time: nothing else may be read ahead, as the reader is made anew.
    var line = new StringBuilder();
    for (int octet = process.getInputStream().read();
        octet >= 0 && octet != '\n';
        octet = process.getInputStream().read()) {
      line.append((char) octet);
    }
    return line.toString();
  }

  private static void becomesReady(Process process) throws IOException {
    String capability = line(process);
    assumeTrue(
        capability.contains("tier=netns-tun") && capability.contains("missing=[]"),
        () -> "not everything that could be left behind can be made here: " + capability);
    process.getOutputStream().write('\n');
    process.getOutputStream().flush();
    assertThat(line(process)).isEqualTo("3 segments");
  }

  private static List<String> instancesOf(long pid) throws IOException, InterruptedException {
    Process shell =
        new ProcessBuilder("unshare", "--mount", "sh", "-c", LIST)
            .redirectErrorStream(true)
            .start();
    try (var said =
        new BufferedReader(new InputStreamReader(shell.getInputStream(), StandardCharsets.UTF_8))) {
      List<String> names =
          said.lines().filter(name -> name.matches("handshake-lab-[0-9]+-" + pid + "-.*")).toList();
      assertThat(shell.waitFor()).isZero();
      return names;
    }
  }

  /** The network namespaces that a process holds, beside the one that everybody is in. */
  private static Set<String> namespacesOf(long pid) throws IOException {
    Set<String> held = new HashSet<>();
    try (Stream<Path> open = Files.list(Path.of("/proc/" + pid + "/fd"))) {
      open.forEach(fd -> addNamespace(fd, held));
    }
    held.remove(Files.readSymbolicLink(Path.of("/proc/self/ns/net")).toString());
    return held;
  }

  private static void addNamespace(Path link, Set<String> held) {
    try {
      String target = Files.readSymbolicLink(link).toString();
      if (target.startsWith("net:[")) {
        held.add(target);
      }
    } catch (IOException gone) {
      // Closed meanwhile.
    }
  }

  /** Every network namespace that any process holds or is in. */
  private static Set<String> namespacesOfAll() throws IOException {
    Set<String> held = new HashSet<>();
    try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
      for (Path process :
          processes.filter(it -> it.getFileName().toString().matches("[0-9]+")).toList()) {
        addNamespace(process.resolve("ns/net"), held);
        try (Stream<Path> open = Files.list(process.resolve("fd"))) {
          open.forEach(fd -> addNamespace(fd, held));
        } catch (IOException gone) {
          // It ended meanwhile.
        }
      }
    }
    return held;
  }

  private static List<String> mounts() throws IOException {
    return Files.readAllLines(Path.of("/proc/self/mounts"));
  }

  @Test
  void whenItIsAskedToEndItLeavesNothing() throws IOException, InterruptedException {
    List<String> mountsBefore = mounts();
    Process runner = start();
    becomesReady(runner);
    Set<String> namespaces = namespacesOf(runner.pid());
    assertThat(namespaces).hasSize(2);
    assertThat(instancesOf(runner.pid())).hasSize(1);
    assertThat(mounts()).isEqualTo(mountsBefore);

    runner.destroy();
    runner.waitFor();

    assertThat(instancesOf(runner.pid())).isEmpty();
    assertThat(namespacesOfAll()).doesNotContainAnyElementsOf(namespaces);
    assertThat(mounts()).isEqualTo(mountsBefore);
  }

  @Test
  void whenItIsKilledTheNextStartLeavesNothing() throws IOException, InterruptedException {
    List<String> mountsBefore = mounts();
    Process killed = start();
    becomesReady(killed);
    Set<String> namespaces = namespacesOf(killed.pid());

    killed.destroyForcibly();
    killed.waitFor();

    assertThat(namespacesOfAll()).doesNotContainAnyElementsOf(namespaces);
    assertThat(instancesOf(killed.pid())).as("a kernel keeps them").hasSize(1);

    Process next = start();
    becomesReady(next);
    assertThat(instancesOf(killed.pid())).isEmpty();
    next.destroy();
    next.waitFor();
    assertThat(instancesOf(next.pid())).isEmpty();
    assertThat(mounts()).isEqualTo(mountsBefore);
  }
}
