package dev.handshakelab.linux.tracing;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import dev.handshakelab.linux.ffi.Constants;
import dev.handshakelab.linux.ffi.Errno;
import dev.handshakelab.linux.ffi.Fd;
import dev.handshakelab.linux.ffi.Libc;
import dev.handshakelab.linux.ffi.LinuxException;
import dev.handshakelab.linux.ffi.Poll;
import dev.handshakelab.linux.ffi.Wakeup;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
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
 * <p>Whoever wants everything that was printed until now writes a mark behind it, and waits until
 * that has been read.
 */
public final class KernelLog implements AutoCloseable {
  /** Before the number of a mark. */
  private static final String PREFIX = TraceInstance.PREFIX;

  private static final long LONGEST_WAIT_NS = 1_000_000_000;
  private static final int ROOM = 64 * 1024;

  /** Of each processor: the kernel's own figure, some ten thousand events. */
  private static final int USUAL_ROOM_KB = 1408;

  /** How long a line may take from the kernel to its reader. */
  private static final long PATIENCE_MS = 2000;

  private final Wakeup wakeup;
  private final CompletableFuture<KernelLog> ready = new CompletableFuture<>();
  private final Thread thread;
  private final Ports ports;
  private final int roomKb;
  private final Map<Integer, List<Following>> followers = new ConcurrentHashMap<>();
  private final Map<Long, CompletableFuture<Boolean>> marks = new ConcurrentHashMap<>();
  private final AtomicLong lastMark = new AtomicLong();
  private final LongAdder lost = new LongAdder();
  private final StringBuilder begun = new StringBuilder();
  private final Set<Integer> watchedThreads = new ConcurrentSkipListSet<>();
  private volatile @Nullable TraceInstance instance;
  private volatile boolean closed;

  /** The ports that sessions can have, from the first to the last. */
  public record Ports(int first, int last) {}

  private KernelLog(Ports ports, int roomKb, Wakeup wakeup) {
    this.ports = ports;
    this.roomKb = roomKb;
    this.wakeup = wakeup;
    thread = Thread.ofPlatform().daemon().name("kernel-log").unstarted(this::work);
  }

  /**
   * Begins to read.
   *
   * @throws LinuxException when there is no right to
   */
  public static KernelLog open(Ports ports) throws LinuxException {
    return open(ports, USUAL_ROOM_KB);
  }

  /**
   * The same with room for more or less than is usual.
   *
   * @param roomKb for what has not been read yet, for each processor; the kernel takes two pages at
   *     least
   * @throws LinuxException when there is no right to
   */
  public static KernelLog open(Ports ports, int roomKb) throws LinuxException {
    var log = new KernelLog(ports, roomKb, Wakeup.open());
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
    TraceInstance in = instance;
    if (in == null || closed) {
      return false;
    }
    long mark = lastMark.incrementAndGet();
    CompletableFuture<Boolean> read = new CompletableFuture<>();
    marks.put(mark, read);
    try {
      in.mark(PREFIX + mark);
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
      TraceInstance made = TraceInstance.make(ports, roomKb);
      instance = made;
      read(made);
    } catch (LinuxException refused) {
      ready.completeExceptionally(refused);
    } catch (IOException refused) {
      ready.completeExceptionally(
          new LinuxException(String.valueOf(refused.getMessage()), Errno.EACCES.number()));
    } catch (RuntimeException | Error failed) {
      ready.completeExceptionally(failed);
    } finally {
      closed = true;
      TraceInstance made = instance;
      if (made != null) {
        made.close();
      }
      wakeup.close();
    }
  }

  private void read(TraceInstance from) throws LinuxException, IOException {
    try (Arena arena = Arena.ofConfined();
        Poll poll = new Poll(2);
        Fd pipe = from.openPipe()) {
      MemorySegment room = arena.allocate(ROOM);
      ready.complete(this);
      while (!closed) {
        poll.add(pipe, Constants.POLLIN);
        poll.add(wakeup.fd(), Constants.POLLIN);
        poll.await(LONGEST_WAIT_NS);
        wakeup.heard();
        int length = Libc.read(pipe.number(), room);
        if (length > 0) {
          String text =
              new String(room.asSlice(0, length).toArray(JAVA_BYTE), StandardCharsets.UTF_8);
          take(text, from);
        } else if (length != Errno.EAGAIN.answer() && length != Errno.EINTR.answer()) {
          LinuxException.checked("read(trace_pipe)", length);
        }
      }
    }
  }

  /** A line may come in two reads. */
  private void take(String text, TraceInstance from) throws IOException {
    begun.append(text);
    int at = 0;
    for (int end = begun.indexOf("\n"); end >= 0; end = begun.indexOf("\n", at)) {
      line(begun.substring(at, end), from);
      at = end + 1;
    }
    begun.delete(0, at);
  }

  private void line(String line, TraceInstance from) throws IOException {
    lost.add(KernelEvent.lost(line));
    KernelEvent event = KernelEvent.parse(line);
    if (event == null) {
      return;
    }
    if (event.name().equals("tracing_mark_write")) {
      // Before the mark is told to have been read, so that whoever waits for it waits for this.
      from.watchDrops(watchedThreads);
      mark(event.text());
      return;
    }
    KernelEvent real = event.at(event.atNs() - from.taiOffsetNs());
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
        if (event.port("dport") != event.port("sport")) {
          hand(followers.get(event.port("dport")), real);
        }
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

  @Override
  public void close() {
    closed = true;
    wakeup.ringOut(thread);
  }
}
