package dev.handshakelab.linux;

import dev.handshakelab.linux.Probe.Found;
import dev.handshakelab.linux.tracing.KernelLog;
import dev.handshakelab.scenario.Mode;
import dev.handshakelab.scenario.NoCapacity;
import dev.handshakelab.scenario.Problem;
import dev.handshakelab.scenario.RunFailure;
import dev.handshakelab.scenario.Runner;
import dev.handshakelab.scenario.SessionRequest;
import dev.handshakelab.trace.Entry;
import dev.handshakelab.trace.Trace;
import dev.handshakelab.wire.IpAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Runs sessions on this machine's kernel: both ends are its sockets, on its loopback interface or
 * behind TUNs of the lab's, and what is told of them is what was seen. Nothing else is ever
 * connected to.
 *
 * <p>Entries of a session become final when its capture is complete, at its end, and are handed
 * over then. Time zero is read from CLOCK_REALTIME, the clock that packets are stamped with, right
 * before connect(); so the first SYN was sent some microseconds later.
 *
 * <p>Where there is no Linux, or none that the lab knows the numbers of, it is there but says that
 * it cannot run.
 */
public final class LinuxRunner implements Runner, AutoCloseable {
  /** The architectures whose numbers {@code Constants} has. */
  private static final List<String> ARCHITECTURES = List.of("amd64", "aarch64");

  /**
   * How much may be asked of the kernel.
   *
   * @param address of both ends on the loopback interface; an IPv6 one has sessions run over IPv6
   *     in every tier
   * @param best the best tier that is tried
   * @param traced whether the kernel's tracepoints are read where they can be
   * @param sessions at a time, each with a thread
   * @param patience how long a session waits for its turn before there is {@link NoCapacity}
   * @param deadline after which a session that is not over has failed
   * @param tapBufferBytes kernel memory of a session for packets that have not been read, about 630
   *     for a small one
   */
  public record Limits(
      IpAddress address,
      Tier best,
      boolean traced,
      int sessions,
      Duration patience,
      Duration deadline,
      int tapBufferBytes) {
    public static final Limits USUAL =
        new Limits(
            IpAddress.parse("127.0.0.1"),
            Tier.NETNS_TUN,
            true,
            8,
            Duration.ofSeconds(5),
            Duration.ofSeconds(200),
            32 * 1024 * 1024);

    public Limits {
      if (!address.toInetAddress().isLoopbackAddress()) {
        throw new IllegalArgumentException(
            "sessions stay on this machine: " + address + " is no loopback address");
      }
      if (sessions < 1) {
        throw new IllegalArgumentException("sessions must be at least 1, not " + sessions);
      }
    }

    /** The same with another best tier. */
    public Limits withBest(Tier other) {
      return new Limits(address, other, traced, sessions, patience, deadline, tapBufferBytes);
    }

    /** The same without the kernel's tracepoints. */
    public Limits untraced() {
      return new Limits(address, best, false, sessions, patience, deadline, tapBufferBytes);
    }

    /** The same with another address. */
    public Limits withAddress(IpAddress other) {
      return new Limits(other, best, traced, sessions, patience, deadline, tapBufferBytes);
    }
  }

  private final Limits limits;
  private final Turns turns;
  private final CompletableFuture<Found> found = new CompletableFuture<>();
  private final LongAdder missedPackets = new LongAdder();

  /** Completed with what was found. */
  private final CompletableFuture<Places> open;

  /**
   * Begins to try what can be done here. That takes some tenths of a second, for which whoever asks
   * meanwhile has to wait.
   */
  public LinuxRunner(Limits limits) {
    this(limits, System.getProperty("os.name", ""), System.getProperty("os.arch", ""));
  }

  LinuxRunner(Limits limits, String system, String architecture) {
    this(limits, new Turns(limits, "kernel-session"));
    if (system.equals("Linux") && ARCHITECTURES.contains(architecture)) {
      begin();
    } else {
      found.complete(
          Found.nothing(
              "needs Linux on %s, this is %s on %s"
                  .formatted(String.join(" or ", ARCHITECTURES), system, architecture)));
    }
  }

  /** On a place that somebody else has found. */
  LinuxRunner(Limits limits, Found given) {
    this(limits, new Turns(limits, "kernel-session"));
    found.complete(given);
  }

  private LinuxRunner(Limits limits, Turns turns) {
    this.limits = limits;
    this.turns = turns;
    open = found.thenApply(it -> new Places(limits, it));
  }

  private void begin() {
    try {
      turns.execute(() -> found.complete(tryOut()));
    } catch (RunFailure tooLate) {
      found.complete(Found.nothing(Turns.STOPPING));
    }
  }

  private Found tryOut() {
    try {
      return Probe.probe(limits, turns::isStopping);
    } catch (RuntimeException | Error impossible) {
      // Whatever it is, no session can be run, and everything else can.
      return Found.nothing("native calls are not possible here: " + impossible);
    }
  }

  private Abilities abilities() {
    return found.join().abilities();
  }

  @Override
  public Mode mode() {
    return Mode.REAL_SOCKET;
  }

  @Override
  public Capability capability() {
    Tier tier = abilities().tier();
    return new Capability(tier != null, tier == null ? null : tier.label(), missing(tier));
  }

  private List<Capability.Missing> missing(@Nullable Tier taken) {
    List<Capability.Missing> missing = new ArrayList<>();
    for (Tier tier : Tier.values()) {
      if (tier == taken) {
        break;
      }
      missing.add(new Capability.Missing(tier.label(), abilities().whyNot(tier)));
    }
    String noLog = found.join().noLog();
    if (noLog != null) {
      missing.add(new Capability.Missing("tracepoints", noLog));
    }
    return missing;
  }

  @Override
  public List<Problem> refuse(SessionRequest request) {
    return Refusals.of(request, abilities(), limits);
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
    Abilities abilities = abilities();
    if (abilities.tier() == null) {
      throw new RunFailure(
          "no session can be run on this kernel: " + abilities.whyNot(Tier.SOCKETS_ONLY));
    }
    List<Problem> problems = refuse(request);
    if (!problems.isEmpty()) {
      throw new RunFailure("this cannot be asked of the kernel: " + problems);
    }
    Evidence evidence = turns.take(stopped -> open.join().run(request, stopped));
    missedPackets.add(evidence.dropped());
    Trace trace =
        evidence.tier() == Tier.SOCKETS_ONLY
            ? SocketsChronicle.of(evidence)
            : Chronicle.of(evidence);
    trace.entries().forEach(live);
    return new Carried(trace, Accounts.of(evidence));
  }

  /** What the kernel's tracepoints say; null where they are not read. */
  public @Nullable KernelLog log() {
    return found.join().log();
  }

  /**
   * What no buffer had room for so far, so that no trace has it: packets of sessions, and events of
   * the kernel's tracepoints.
   */
  public long missed() {
    Found now = found.getNow(null);
    KernelLog log = now == null ? null : now.log();
    return missedPackets.sum() + (log == null ? 0 : log.lost());
  }

  /** Ends running sessions within about a tenth of a second. */
  @Override
  public void close() {
    turns.stop();
    Places all = open.join();
    turns.close();
    KernelLog log = found.join().log();
    if (log != null) {
      log.close();
    }
    all.close();
  }
}
