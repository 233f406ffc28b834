package dev.handshakelab.linux.hybrid;

import dev.handshakelab.linux.KernelPeer;
import dev.handshakelab.linux.LinuxRunner;
import dev.handshakelab.linux.PeerStates;
import dev.handshakelab.linux.Tier;
import dev.handshakelab.linux.Trial;
import dev.handshakelab.linux.Turns;
import dev.handshakelab.linux.ffi.Errno;
import dev.handshakelab.linux.ffi.LinuxException;
import dev.handshakelab.linux.socket.TcpSocket;
import dev.handshakelab.linux.tracing.KernelEvent;
import dev.handshakelab.linux.tracing.KernelLog;
import dev.handshakelab.scenario.EndSpec.Stack;
import dev.handshakelab.scenario.Mode;
import dev.handshakelab.scenario.NoCapacity;
import dev.handshakelab.scenario.Problem;
import dev.handshakelab.scenario.RunFailure;
import dev.handshakelab.scenario.Runner;
import dev.handshakelab.scenario.SessionRequest;
import dev.handshakelab.tcp.StateName;
import dev.handshakelab.trace.Conversation;
import dev.handshakelab.trace.Entry;
import dev.handshakelab.trace.Party;
import dev.handshakelab.trace.Trace;
import dev.handshakelab.wire.SocketAddress;
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
      turns.execute(() -> whyNot.complete(tryOut()));
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
        Trace trace = carryOut(Trial.hybrid(simulated), turns::isStopping);
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
    String why = whyNot();
    if (!why.isEmpty()) {
      throw new RunFailure("no session with the kernel can be run: " + why);
    }
    List<Problem> problems = refuse(request);
    if (!problems.isEmpty()) {
      throw new RunFailure("this cannot be asked of simulator and kernel: " + problems);
    }
    Trace trace = turns.take(stopped -> carryOut(request, stopped));
    trace.entries().forEach(live);
    return trace;
  }

  private Trace carryOut(SessionRequest request, BooleanSupplier stopped)
      throws LinuxException, RunFailure {
    HybridPlace place = place();
    try {
      Trace trace = carryOut(request, stopped, place);
      giveBack(place);
      return trace;
    } catch (LinuxException | RunFailure | RuntimeException failed) {
      place.close(); // nobody knows in what it was left
      throw failed;
    }
  }

  private Trace carryOut(SessionRequest request, BooleanSupplier stopped, HybridPlace place)
      throws LinuxException, RunFailure {
    Party simulated = request.client().stack() == Stack.SIMULATOR ? Party.CLIENT : Party.SERVER;
    place.set(KernelPeer.settings(request, simulated.other()));
    SocketAddress local = place.freshSocket();
    TcpSocket socket = place.bind();
    try (KernelPeer kernel =
            new KernelPeer(simulated.other(), request, socket, local, place.diagnose());
        KernelLog.Following following = follow(local.port())) {
      var session =
          new HybridSession(
              request,
              simulated,
              place.tun(),
              kernel,
              local,
              kernel.local(),
              new ExchangeUser(request.exchange(), simulated),
              new HybridSession.Bounds(limits.deadline(), stopped));
      Trace seen = session.run();
      StateName finalState = kernel.state();
      List<KernelEvent> events = following == null ? null : following.events();
      return withStates(
          seen, new PeerStates.Said(simulated.other(), session.zeroRealNs(), events, finalState));
    }
  }

  private KernelLog.@Nullable Following follow(int port) {
    KernelLog kernelLog = log.get();
    return kernelLog == null ? null : kernelLog.follow(port, null);
  }

  /** The trace with the states of the kernel's end, and so with how the connection was opened. */
  static Trace withStates(Trace seen, PeerStates.Said said) {
    Conversation begun = seen.conversation(1);
    List<Entry> entries = PeerStates.woven(seen.entries(), begun, said);
    var conversation =
        new Conversation(
            1,
            begun.client(),
            begun.server(),
            begun.incarnation(),
            opening(entries),
            begun.clientIsn(),
            begun.serverIsn());
    return new Trace(seen.clock(), seen.resolutionNs(), List.of(conversation), entries);
  }

  private static Conversation.Opening opening(List<Entry> entries) {
    int crossed = 0;
    boolean passive = false;
    for (Entry entry : entries) {
      if (entry instanceof Entry.Transition move
          && move.subject() == Entry.Subject.CONNECTION
          && move.to() == StateName.SYN_RECEIVED) {
        crossed += move.from() == StateName.SYN_SENT ? 1 : 0;
        passive |= move.from() == StateName.LISTEN;
      }
    }
    return crossed == 2
        ? Conversation.Opening.SIMULTANEOUS
        : passive ? Conversation.Opening.ACTIVE_PASSIVE : Conversation.Opening.NONE;
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
