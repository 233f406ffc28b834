package dev.handshakelab.linux.tracing;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.util.stream.Collectors.joining;

import dev.handshakelab.linux.ffi.Clocks;
import dev.handshakelab.linux.ffi.Constants;
import dev.handshakelab.linux.ffi.Errno;
import dev.handshakelab.linux.ffi.Fd;
import dev.handshakelab.linux.ffi.Libc;
import dev.handshakelab.linux.ffi.LinuxException;
import dev.handshakelab.linux.ffi.Poll;
import dev.handshakelab.linux.ffi.Threads;
import dev.handshakelab.linux.ffi.Wakeup;
import java.io.FileOutputStream;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * What the kernel's TCP tracepoints say, for as long as the lab runs: one tracefs instance, since
 * making one costs tens of milliseconds, read by one thread and handed to whoever follows a port.
 *
 * <p>Tracepoints see the whole host, every namespace and container. So the kernel filters by the
 * ports that sessions can have, a drain takes a bounded share at a time, and what is left is told
 * apart by addresses later. What the kernel had no room for it counts ({@link #lost()}).
 *
 * <p>The thread has a mount namespace of its own; where tracefs is not mounted it mounts it there,
 * unseen by everybody else and gone with the thread. The instance is the only thing that outlives a
 * process that is killed. It is named after its process, and who starts next removes those whose
 * process is gone.
 */
public final class KernelLog implements AutoCloseable {
  private static final Path ROOT = Path.of("/sys/kernel/tracing");
  private static final String PREFIX = "handshake-lab-";
  private static final long LONGEST_WAIT_NS = 1_000_000_000;
  private static final int ROOM = 64 * 1024;

  /** How long a line may take from the kernel to its reader. */
  private static final long PATIENCE_MS = 2000;

  private final Path instance;
  private final Wakeup wakeup;
  private final CompletableFuture<KernelLog> ready = new CompletableFuture<>();
  private final Thread thread;
  private final Ports ports;
  private final Map<Integer, List<Following>> followers = new ConcurrentHashMap<>();
  private final Map<Long, CompletableFuture<Boolean>> marks = new ConcurrentHashMap<>();
  private final AtomicLong lastMark = new AtomicLong();
  private final LongAdder lost = new LongAdder();
  private final StringBuilder begun = new StringBuilder();
  private long taiOffsetNs;
  private final Set<Integer> watchedThreads = new ConcurrentSkipListSet<>();
  private Set<Integer> watchedNow = Set.of();
  private @Nullable FileOutputStream marker;
  private volatile boolean closed;

  /** The ports that sessions can have, from the first to the last. */
  public record Ports(int first, int last) {}

  private KernelLog(Ports ports, Wakeup wakeup) {
    this.ports = ports;
    this.wakeup = wakeup;
    instance = ROOT.resolve("instances").resolve(InstanceNames.ofThisProcess(PREFIX));
    thread = Thread.ofPlatform().daemon().name("kernel-log").unstarted(this::work);
  }

  /**
   * Begins to read.
   *
   * @throws LinuxException when there is no right to
   */
  public static KernelLog open(Ports ports) throws LinuxException {
    var log = new KernelLog(ports, Wakeup.open());
    log.thread.start();
    try {
      return log.ready.join();
    } catch (CompletionException failed) {
      if (failed.getCause() instanceof LinuxException refused) {
        throw refused;
      }
      throw failed;
    }
  }

  /** Events of one server's port, from when it was asked for until it is closed. */
  public final class Following implements AutoCloseable {
    private final int port;
    private final @Nullable Integer handingThread;
    private final List<KernelEvent> events = new CopyOnWriteArrayList<>();

    private Following(int port, @Nullable Integer handingThread) {
      this.port = port;
      this.handingThread = handingThread;
    }

    /** Everything that was printed until now. Waits, but not for long, until it has been read. */
    public List<KernelEvent> events() {
      catchUp();
      return List.copyOf(events);
    }

    @Override
    public void close() {
      followers.computeIfPresent(
          port,
          (_, all) -> {
            List<Following> left = new ArrayList<>(all);
            left.remove(this);
            return left.isEmpty() ? null : List.copyOf(left);
          });
    }
  }

  /**
   * Follows whatever concerns a port of a server.
   *
   * @param handingThread the kernel's number of a thread whose drops are watched, and followed, too
   */
  public Following follow(int port, @Nullable Integer handingThread) {
    var following = new Following(port, handingThread);
    followers.merge(
        port,
        List.of(following),
        (before, now) -> {
          List<Following> all = new ArrayList<>(before);
          all.addAll(now);
          return List.copyOf(all);
        });
    return following;
  }

  /** Events that the kernel had no room for since the beginning. */
  public long lost() {
    return lost.sum();
  }

  /**
   * Also tells why packets were dropped that a thread hands to the kernel.
   *
   * @param threadNumber the kernel's
   */
  public void watchDrops(int threadNumber) {
    watchedThreads.add(threadNumber);
    catchUp();
  }

  /** Not any more: the thread ends. */
  public void watchDropsNoMore(int threadNumber) {
    watchedThreads.remove(threadNumber);
    catchUp();
  }

  /** Whether a mark that is written now has been read, with all that was printed before it. */
  private boolean catchUp() {
    FileOutputStream out = marker;
    if (out == null || closed) {
      return false;
    }
    long mark = lastMark.incrementAndGet();
    CompletableFuture<Boolean> read = new CompletableFuture<>();
    marks.put(mark, read);
    try {
      out.write((PREFIX + mark).getBytes(StandardCharsets.US_ASCII));
      return read.get(PATIENCE_MS, TimeUnit.MILLISECONDS);
    } catch (IOException | TimeoutException notRead) {
      return false;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return false;
    } catch (ExecutionException impossible) {
      throw new IllegalStateException(impossible);
    } finally {
      marks.remove(mark);
    }
  }

  // The thread.

  private void work() {
    try {
      mount();
      Instances.removeAbandoned(ROOT.resolve("instances"), PREFIX);
      make();
      read();
    } catch (LinuxException refused) {
      ready.completeExceptionally(refused);
    } catch (IOException refused) {
      ready.completeExceptionally(
          new LinuxException(String.valueOf(refused.getMessage()), Errno.EACCES.number()));
    } catch (RuntimeException | Error failed) {
      ready.completeExceptionally(failed);
    } finally {
      closed = true;
      remove();
      wakeup.close();
    }
  }

  private static boolean isMounted() {
    return Files.isDirectory(ROOT.resolve("instances"));
  }

  /** What this thread mounts, only this thread sees. */
  private static void mount() throws LinuxException {
    if (isMounted()) {
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

  private void make() throws IOException {
    Files.createDirectory(instance);
    // TAI is CLOCK_REALTIME but for whole seconds, so packets and events have one clock.
    write("trace_clock", "tai");
    taiOffsetNs = taiOffsetNs();
    // A connection of sessions has such ports at both ends; a listener has none at the other.
    String between = among("sport") + "&&" + among("dport");
    enable(
        "sock/inet_sock_set_state",
        "protocol==6&&" + among("sport") + "&&(dport==0||(" + among("dport") + "))");
    enable("tcp/tcp_retransmit_skb", between);
    enable("tcp/tcp_retransmit_synack", between);
    enable("tcp/tcp_receive_reset", between);
    enable("tcp/tcp_send_reset", null);
    marker = new FileOutputStream(instance.resolve("trace_marker").toFile());
  }

  private String among(String port) {
    return "%1$s>=%2$d&&%1$s<=%3$d".formatted(port, ports.first(), ports.last());
  }

  private static long taiOffsetNs() {
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
    try (var out = new FileOutputStream(instance.resolve(file).toFile())) {
      out.write(value.getBytes(StandardCharsets.US_ASCII));
    }
  }

  private void read() throws LinuxException, IOException {
    try (Arena arena = Arena.ofConfined();
        Poll poll = new Poll(2);
        Fd pipe = open(arena, instance.resolve("trace_pipe"))) {
      MemorySegment room = arena.allocate(ROOM);
      ready.complete(this);
      while (!closed) {
        poll.add(pipe, Constants.POLLIN);
        poll.add(wakeup.fd(), Constants.POLLIN);
        poll.await(LONGEST_WAIT_NS);
        wakeup.heard();
        int length = Libc.read(pipe.number(), room);
        if (length > 0) {
          take(new String(room.asSlice(0, length).toArray(JAVA_BYTE), StandardCharsets.UTF_8));
        } else if (length != Errno.EAGAIN.answer() && length != Errno.EINTR.answer()) {
          LinuxException.checked("read(trace_pipe)", length);
        }
      }
    }
  }

  private static Fd open(Arena arena, Path file) throws LinuxException {
    int flags = Constants.O_RDONLY | Constants.O_NONBLOCK | Constants.O_CLOEXEC;
    MemorySegment path = arena.allocateFrom(file.toString());
    return Fd.opened("open(" + file.getFileName() + ")", Libc.open(path, flags));
  }

  /** Has the kernel print the drops of the threads that are to be watched now. */
  private void watch() throws IOException {
    Set<Integer> wanted = Set.copyOf(watchedThreads);
    if (wanted.equals(watchedNow)) {
      return;
    }
    watchedNow = wanted;
    if (wanted.isEmpty()) {
      write("events/skb/kfree_skb/enable", "0");
      return;
    }
    String any = wanted.stream().map(thread -> "common_pid==" + thread).collect(joining("||"));
    enable("skb/kfree_skb", "(" + any + ")&&(protocol==2048||protocol==34525)");
  }

  /** A line may come in two reads. */
  private void take(String text) throws IOException {
    begun.append(text);
    int from = 0;
    for (int end = begun.indexOf("\n"); end >= 0; end = begun.indexOf("\n", from)) {
      line(begun.substring(from, end));
      from = end + 1;
    }
    begun.delete(0, from);
  }

  private void line(String line) throws IOException {
    lost.add(KernelEvent.lost(line));
    KernelEvent event = KernelEvent.parse(line);
    if (event == null) {
      return;
    }
    if (event.name().equals("tracing_mark_write")) {
      // Before the mark is told to have been read, so that whoever waits for it waits for this.
      watch();
      mark(event.text());
      return;
    }
    KernelEvent real = event.at(event.atNs() - taiOffsetNs);
    switch (event.name()) {
      case "kfree_skb" ->
          followers.values().stream()
              .flatMap(List::stream)
              .filter(each -> Integer.valueOf(real.task()).equals(each.handingThread))
              .forEach(each -> each.events.add(real));
      case "tcp_send_reset" -> {
        hand(followers.get(portOf(event.field("src"))), real);
        hand(followers.get(portOf(event.field("dest"))), real);
      }
      default -> {
        hand(followers.get(event.port("sport")), real);
        hand(followers.get(event.port("dport")), real);
      }
    }
  }

  private static void hand(@Nullable List<Following> all, KernelEvent event) {
    if (all != null) {
      all.forEach(each -> each.events.add(event));
    }
  }

  /** Of an address and a port as they are printed, e.g. {@code 192.0.2.1:80}. */
  private static int portOf(String socket) {
    String port = socket.substring(socket.lastIndexOf(':') + 1);
    return port.isEmpty() ? -1 : Integer.parseInt(port);
  }

  private void mark(String text) {
    int at = text.indexOf(PREFIX);
    if (at >= 0) {
      CompletableFuture<Boolean> mark =
          marks.get(Long.parseLong(text.substring(at + PREFIX.length()).strip()));
      if (mark != null) {
        mark.complete(true);
      }
    }
  }

  private void remove() {
    try {
      if (marker != null) {
        marker.close();
      }
    } catch (IOException nothingToDo) {
      // It was open for writing only, and nothing is left to be written.
    }
    Instances.remove(instance);
  }

  @Override
  public void close() {
    closed = true;
    wakeup.ring();
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException again) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
