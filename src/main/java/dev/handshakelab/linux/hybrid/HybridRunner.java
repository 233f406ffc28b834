package dev.handshakelab.linux.hybrid;

import dev.handshakelab.linux.LinuxRunner;
import dev.handshakelab.linux.Tier;
import dev.handshakelab.linux.Trial;
import dev.handshakelab.linux.Turns;
import dev.handshakelab.linux.ffi.Errno;
import dev.handshakelab.linux.ffi.LinuxException;
import dev.handshakelab.linux.tracing.KernelLog;
import dev.handshakelab.scenario.EndSpec.Stack;
import dev.handshakelab.scenario.Mode;
import dev.handshakelab.scenario.NoCapacity;
import dev.handshakelab.scenario.Problem;
import dev.handshakelab.scenario.RunFailure;
import dev.handshakelab.scenario.Runner;
import dev.handshakelab.scenario.SessionRequest;
import dev.handshakelab.trace.Entry;
import dev.handshakelab.trace.Party;
import dev.handshakelab.trace.Trace;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs sessions in which the lab's own TCP speaks with this machine's kernel: one end is a {@code
 * Host} of the simulator, the other a socket in a network namespace of the lab's, and between them
 * is a TUN. Nothing of it leaves this process and its namespaces.
 *
 * <p>Namespaces are kept from one session to the next, since making one takes tens of milliseconds;
 * each has one session at a time. A session is driven by one thread of this runner's own.
 */
public final class HybridRunner implements Runner, AutoCloseable {
  private final LinuxRunner.Limits limits;
  private final Supplier<@Nullable KernelLog> log;
  private final Turns turns;
  private final AtomicBoolean tried = new AtomicBoolean();
  private final CompletableFuture<String> whyNot = new CompletableFuture<>();
  private final Deque<HybridPlace> idle = new ArrayDeque<>();

  /**
   * Tries nothing yet: whoever first asks what can be done here has to wait for some tenths of a
   * second.
   *
   * @param limits the same as for sessions with the kernel at both ends
   * @param log of the kernel's tracepoints; null when they are not read
   */
  public HybridRunner(LinuxRunner.Limits limits, Supplier<@Nullable KernelLog> log) {
    this.limits = limits;
    this.log = log;
    turns = new Turns(limits, "hybrid-session");
  }

  /** Why it cannot be done, empty when it can; tried when this is first asked. */
  private String whyNot() {
    if (tried.compareAndSet(false, true)) {
      try {
        turns.execute(() -> whyNot.complete(tryOut()));
      } catch (RunFailure tooLate) {
        whyNot.complete(Turns.STOPPING);
      }
    }
    return whyNot.join();
  }

  private String tryOut() {
    if (limits.best() != Tier.NETNS_TUN) {
      return "is not wanted: the configuration asks for " + limits.best().label();
    }
    try {
      for (Party simulated : Party.values()) {
        // What the first real session would otherwise wait for is loaded by these.
        Trace trace = carryOut(Trial.hybrid(simulated), turns::isStopping).trace();
        if (trace.segments().size() != Trial.SEGMENTS) {
          return "a handshake had " + trace.segments().size() + " segments";
        }
      }
      return "";
    } catch (RunFailure failed) {
      return "a handshake failed: " + failed.getMessage();
    } catch (LinuxException refused) {
      String remedy =
          refused.is(Errno.EPERM)
              ? "; needs CAP_SYS_ADMIN and CAP_NET_ADMIN, which root has (docker run --privileged)"
              : refused.call().startsWith("open(/dev/net/tun")
                  ? "; needs the device /dev/net/tun (docker run --device /dev/net/tun)"
                  : "";
      return refused.getMessage() + remedy;
    } catch (RuntimeException | Error impossible) {
      // Whatever it is, everything else can be run.
      return "native calls are not possible here: " + impossible;
    }
  }

  @Override
  public Mode mode() {
    return Mode.HYBRID;
  }

  @Override
  public Capability capability() {
    String why = whyNot();
    String tier = Tier.NETNS_TUN.label();
    return why.isEmpty()
        ? new Capability(true, tier, List.of())
        : new Capability(false, null, List.of(new Capability.Missing(tier, why)));
  }

  @Override
  public List<Problem> refuse(SessionRequest request) {
    return HybridRefusals.of(request, limits.deadline());
  }

  /**
   * {@inheritDoc}
   *
   * @throws NoCapacity when as many sessions as are allowed are running and none ends in time
   */
  @Override
  public Trace run(SessionRequest request, Consumer<Entry> live) throws RunFailure {
    return carryOut(request, live).trace();
  }

  /**
   * {@inheritDoc}
   *
   * @throws NoCapacity when as many sessions as are allowed are running and none ends in time
   */
  @Override
  public Carried carryOut(SessionRequest request, Consumer<Entry> live) throws RunFailure {
    String why = whyNot();
    if (!why.isEmpty()) {
      throw new RunFailure("no session with the kernel can be run: " + why);
    }
    List<Problem> problems = refuse(request);
    if (!problems.isEmpty()) {
      throw new RunFailure("this cannot be asked of simulator and kernel: " + problems);
    }
    Carried carried = turns.take(stopped -> carryOut(request, stopped));
    carried.trace().entries().forEach(live);
    return carried;
  }

  private Carried carryOut(SessionRequest request, BooleanSupplier stopped)
      throws LinuxException, RunFailure {
    boolean remembers = fastOpens(request);
    HybridPlace place = remembers ? HybridPlace.open(limits.address().isIpv6()) : place();
    try {
      var bounds = new HybridSession.Bounds(limits.deadline(), stopped);
      Carried carried = PlacedSession.carryOut(request, place, log.get(), bounds);
      if (remembers) {
        place.close();
      } else {
        giveBack(place);
      }
      return carried;
    } catch (LinuxException | RunFailure | RuntimeException failed) {
      place.close(); // nobody knows in what it was left
      throw failed;
    }
  }

  /** A kernel remembers a server's Fast Open cookie, which is no other session's business. */
  private static boolean fastOpens(SessionRequest request) {
    return request.client().stack() == Stack.KERNEL && request.client().options().opensFast();
  }

  private HybridPlace place() throws LinuxException {
    synchronized (idle) {
      HybridPlace kept = idle.poll();
      if (kept != null) {
        return kept;
      }
    }
    return HybridPlace.open(limits.address().isIpv6());
  }

  private void giveBack(HybridPlace place) {
    synchronized (idle) {
      if (!turns.isStopping()) {
        idle.push(place);
        return;
      }
    }
    place.close();
  }

  /** Ends running sessions within about a tenth of a second. */
  @Override
  public void close() {
    turns.close();
    synchronized (idle) {
      idle.forEach(HybridPlace::close);
      idle.clear();
    }
  }
}
