package dev.handshakelab.scenario;

import dev.handshakelab.tcp.Backlog;
import dev.handshakelab.tcp.Host;
import dev.handshakelab.tcp.Patience;
import dev.handshakelab.tcp.Policy;
import dev.handshakelab.tcp.Secrets;
import dev.handshakelab.tcp.Settings;
import dev.handshakelab.tcp.Switches;
import dev.handshakelab.trace.Party;
import org.jspecify.annotations.Nullable;

/**
 * The machine that plays an end in the kernel's place: what of an {@link EndSpec} is the stack's
 * character, what its owner's settings, and what its listener's.
 */
public final class SimulatedMachine {
  /** Ethernet's, in octets. */
  private static final int MTU = 1500;

  private static final long SECOND_NS = 1_000_000_000L;

  private SimulatedMachine() {}

  /** An end's machine, just switched on; its secrets follow from the request's seed. */
  public static Host start(SessionRequest request, Party party) {
    int number = party == Party.CLIENT ? 1 : 2;
    var end = request.end(party);
    return Host.start(number, policy(end), settings(end), Secrets.of(request.seed(), number), MTU);
  }

  /** Its stack: the profile with the switches that were set. */
  public static Policy policy(EndSpec end) {
    var policy =
        switch (end.profile()) {
          case LINUX -> Policy.LINUX;
          case RFC_9293 -> Policy.RFC_9293;
        };
    for (var set : end.policy().entrySet()) {
      policy = Switches.set(policy, set.getKey(), set.getValue());
    }
    return policy;
  }

  /** What is asked of an end's listener. */
  public static Backlog backlog(EndSpec end) {
    return Backlog.of(orElse(end.backlog(), Integer.MAX_VALUE))
        .abortingOnOverflow(Boolean.TRUE.equals(end.abortOnOverflow()))
        .with(cookies(end.synCookies()))
        .withMaxSynBacklog(orElse(end.queues().maxSynBacklog(), Integer.MAX_VALUE))
        .deferring(expiries(nanos(end.queues().deferAcceptMs(), 0)))
        .withFastOpen(orElse(end.queues().fastOpenQueue(), 0));
  }

  /** How often the SYN+ACK's timer runs out until then: after 1, 3, 7, 15 s and so on. */
  private static int expiries(long deferNs) {
    int count = 0;
    for (long atNs = 0; atNs < deferNs; count++) {
      atNs += SECOND_NS << count;
    }
    return count;
  }

  private static Backlog.Cookies cookies(EndSpec.@Nullable SynCookies cookies) {
    return switch (cookies) {
      case null -> Backlog.Cookies.NEVER;
      case NEVER -> Backlog.Cookies.NEVER;
      case WHEN_FULL -> Backlog.Cookies.WHEN_FULL;
      case ALWAYS -> Backlog.Cookies.ALWAYS;
    };
  }

  private static Settings settings(EndSpec end) {
    var base =
        switch (end.profile()) {
          case LINUX -> Settings.LINUX;
          case RFC_9293 -> Settings.PLAIN;
        };
    return base.with(offer(end, base), patience(end), keepalive(end.options()), end.isns());
  }

  private static Settings.Keepalive keepalive(SocketOptions options) {
    var usual = Settings.Keepalive.USUAL;
    long idleNs = nanos(options.keepaliveIdleMs(), 0);
    return idleNs == 0
        ? Settings.Keepalive.OFF
        : new Settings.Keepalive(
            idleNs,
            nanos(options.keepaliveIntervalMs(), usual.intervalNs()),
            orElse(options.keepaliveProbes(), usual.probes()));
  }

  private static long nanos(@Nullable Double ms, long otherwise) {
    return ms == null ? otherwise : Milliseconds.toNanos(ms);
  }

  private static Settings.Offer offer(EndSpec end, Settings base) {
    return new Settings.Offer(
        orElse(end.mss(), Settings.NONE),
        orElse(end.windowScale(), Settings.NONE),
        end.offersSack(),
        end.offersTimestamps(),
        ecn(end, base));
  }

  private static Settings.Ecn ecn(EndSpec end, Settings base) {
    if (end.asksForEcn()) {
      return Settings.Ecn.REQUEST;
    }
    return switch (end.agreement().ecn()) {
      case null -> base.offer().ecn();
      case Boolean grants -> grants ? Settings.Ecn.ACCEPT : Settings.Ecn.OFF;
    };
  }

  private static Patience patience(EndSpec end) {
    var usual = Patience.USUAL;
    var retries =
        usual.withRetries(
            orElse(end.synRetries(), usual.synRetries()),
            orElse(end.synLinearTimeouts(), usual.synLinearTimeouts()),
            orElse(end.synAckRetries(), usual.synAckRetries()));
    return retries
        .withR2(nanos(end.r2Ms(), usual.r2SynNs()), usual.r2DataNs())
        .withUserTimeout(nanos(end.options().userTimeoutMs(), 0));
  }

  private static int orElse(@Nullable Integer given, int otherwise) {
    return given == null ? otherwise : given;
  }
}
