package dev.handshakelab.linux.tracing;

import static java.util.stream.Collectors.joining;

import dev.handshakelab.linux.ffi.Clocks;
import dev.handshakelab.linux.ffi.Constants;
import dev.handshakelab.linux.ffi.Fd;
import dev.handshakelab.linux.ffi.Libc;
import dev.handshakelab.linux.ffi.LinuxException;
import dev.handshakelab.linux.ffi.Threads;
import java.io.FileOutputStream;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A tracefs instance of the lab's own (Documentation/trace/ftrace.rst): a buffer into which those
 * tracepoints print that are switched on in it, each by a filter, and nobody else's.
 *
 * <p>Its thread has a mount namespace of its own; where tracefs is not mounted it mounts it there,
 * unseen by everybody else and gone with the thread. The instance is the only thing that outlives a
 * process that is killed. It is named after its process, and who starts next removes those whose
 * process is gone.
 */
final class TraceInstance implements AutoCloseable {
  /** Of the names of all instances of the lab's. */
  static final String PREFIX = "handshake-lab-";

  private static final Path ROOT = Path.of("/sys/kernel/tracing");
  private static final Path INSTANCES = ROOT.resolve("instances");

  private final Path place;
  private final long taiOffsetNs = measuredTaiOffsetNs();
  private final FileOutputStream marker;
  private Set<Integer> watched = Set.of();

  private TraceInstance(Path place, FileOutputStream marker) {
    this.place = place;
    this.marker = marker;
  }

  /**
   * A new one, which prints what happens to connections between these ports.
   *
   * @param roomKb for what has not been read yet, for each processor
   * @throws LinuxException when tracefs is not mounted and there is no right to mount it
   * @throws IOException when there is no right to make an instance
   */
  static TraceInstance make(KernelLog.Ports ports, int roomKb) throws LinuxException, IOException {
    mount();
    Instances.removeAbandoned(INSTANCES, PREFIX);
    Path place = INSTANCES.resolve(InstanceNames.ofThisProcess(PREFIX));
    Files.createDirectory(place);
    try {
      var instance =
          new TraceInstance(place, new FileOutputStream(place.resolve("trace_marker").toFile()));
      instance.write("buffer_size_kb", Integer.toString(roomKb));
      instance.switchOn(ports);
      return instance;
    } catch (IOException failed) {
      Instances.remove(place);
      throw failed;
    }
  }

  /** What this thread mounts, only this thread sees. */
  private static void mount() throws LinuxException {
    if (Files.isDirectory(INSTANCES)) {
      return;
    }
    LinuxException.checked("unshare(CLONE_NEWNS)", Threads.unshare(Constants.CLONE_NEWNS));
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment none = arena.allocateFrom("none");
      LinuxException.checked(
          "mount(private)",
          Threads.mount(
              none,
              arena.allocateFrom("/"),
              MemorySegment.NULL,
              Constants.MS_REC | Constants.MS_PRIVATE));
      LinuxException.checked(
          "mount(tracefs)",
          Threads.mount(
              none, arena.allocateFrom(ROOT.toString()), arena.allocateFrom("tracefs"), 0));
    }
  }

  private void switchOn(KernelLog.Ports ports) throws IOException {
    // TAI is CLOCK_REALTIME but for whole seconds, so packets and events have one clock.
    write("trace_clock", "tai");
    // A connection of sessions has such ports at both ends; a listener has none at the other.
    String sport = among("sport", ports);
    String dport = among("dport", ports);
    String between = sport + "&&" + dport;
    enable("sock/inet_sock_set_state", "protocol==6&&" + sport + "&&(dport==0||(" + dport + "))");
    enable("tcp/tcp_retransmit_skb", between);
    enable("tcp/tcp_retransmit_synack", between);
    enable("tcp/tcp_receive_reset", between);
    enable("tcp/tcp_send_reset", null);
  }

  private static String among(String port, KernelLog.Ports ports) {
    return "%1$s>=%2$d&&%1$s<=%3$d".formatted(port, ports.first(), ports.last());
  }

  private static long measuredTaiOffsetNs() {
    long apart = Clocks.nanos(Constants.CLOCK_TAI) - Clocks.nanos(Constants.CLOCK_REALTIME);
    return Math.round(apart / 1e9) * 1_000_000_000;
  }

  private void enable(String event, @Nullable String filter) throws IOException {
    if (filter != null) {
      write("events/" + event + "/filter", filter);
    }
    write("events/" + event + "/enable", "1");
  }

  private void write(String file, String value) throws IOException {
    try (var out = new FileOutputStream(place.resolve(file).toFile())) {
      out.write(value.getBytes(StandardCharsets.US_ASCII));
    }
  }

  /** How much later its clock shows than CLOCK_REALTIME. */
  long taiOffsetNs() {
    return taiOffsetNs;
  }

  /** Prints from now on why packets are dropped that these threads, and no others, hand over. */
  void watchDrops(Set<Integer> threads) throws IOException {
    Set<Integer> wanted = Set.copyOf(threads);
    if (wanted.equals(watched)) {
      return;
    }
    watched = wanted;
    if (wanted.isEmpty()) {
      write("events/skb/kfree_skb/enable", "0");
      return;
    }
    String any = wanted.stream().map(thread -> "common_pid==" + thread).collect(joining("||"));
    enable("skb/kfree_skb", "(" + any + ")&&(protocol==2048||protocol==34525)");
  }

  /** Prints a line of the lab's own. */
  void mark(String text) throws IOException {
    marker.write(text.getBytes(StandardCharsets.US_ASCII));
  }

  /**
   * What is printed, to be read once.
   *
   * @throws LinuxException when the kernel refuses
   */
  Fd openPipe() throws LinuxException {
    int flags = Constants.O_RDONLY | Constants.O_NONBLOCK | Constants.O_CLOEXEC;
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment path = arena.allocateFrom(place.resolve("trace_pipe").toString());
      return Fd.opened("open(trace_pipe)", Libc.open(path, flags));
    }
  }

  @Override
  public void close() {
    try {
      marker.close();
    } catch (IOException nothingToDo) {
      // It was open for writing only, and nothing is left to be written.
    }
    Instances.remove(place);
  }
}
