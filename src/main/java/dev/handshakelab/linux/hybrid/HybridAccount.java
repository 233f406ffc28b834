package dev.handshakelab.linux.hybrid;

import dev.handshakelab.linux.KernelPeer;
import dev.handshakelab.linux.Tier;
import dev.handshakelab.linux.ffi.LinuxException;
import dev.handshakelab.linux.tracing.KernelLog;
import dev.handshakelab.linux.tun.Counters;
import dev.handshakelab.scenario.KernelAccount;
import dev.handshakelab.scenario.KernelAccount.Completeness;
import dev.handshakelab.scenario.KernelAccount.EndAccount;
import dev.handshakelab.scenario.KernelAccount.LinkDelivery;
import dev.handshakelab.scenario.KernelAccount.SavedSyn;
import dev.handshakelab.trace.Party;
import dev.handshakelab.trace.Trace;
import dev.handshakelab.wire.Octets;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the kernel says of its end of one session beside what was seen of it. Of the end that the
 * lab plays no kernel says anything, so its part is empty.
 */
final class HybridAccount {
  private static final EndAccount NOTHING =
      new EndAccount(new TreeMap<>(), new TreeMap<>(), new TreeMap<>(), new TreeMap<>());

  private final HybridPlace place;
  private final @Nullable KernelLog log;
  private final Counters countersBefore;
  private final long missedBefore;
  private final long lostBefore;

  private HybridAccount(HybridPlace place, @Nullable KernelLog log) throws LinuxException {
    this.place = place;
    this.log = log;
    countersBefore = place.counters();
    missedBefore = place.missed();
    lostBefore = lost();
  }

  /** To be made right before the session begins. */
  static HybridAccount begun(HybridPlace place, @Nullable KernelLog log) throws LinuxException {
    return new HybridAccount(place, log);
  }

  private long lost() {
    return log == null ? 0 : log.lost();
  }

  /**
   * When the session is over.
   *
   * @param kernel the end of the kernel's, open still
   * @param zeroNs time zero, CLOCK_MONOTONIC
   * @param trace what was seen
   */
  KernelAccount finished(
      Party party, KernelPeer kernel, long zeroNs, Trace trace, List<LinkDelivery> deliveries)
      throws LinuxException {
    var end =
        new EndAccount(
            kernel.tcpInfo(),
            new TreeMap<>(),
            place.counters().since(countersBefore),
            place.settings());
    long missed = place.missed() - missedBefore;
    long lost = lost() - lostBefore;
    return new KernelAccount(
        Tier.NETNS_TUN.label(),
        System.getProperty("os.version"),
        new Completeness(missed == 0 && lost == 0, true, log != null, missed, lost),
        savedSyn(kernel.savedSyn(), trace),
        kernel.halfOpen(zeroNs),
        party == Party.CLIENT ? end : NOTHING,
        party == Party.SERVER ? end : NOTHING,
        deliveries);
  }

  private static @Nullable SavedSyn savedSyn(Octets kept, Trace trace) {
    if (kept.isEmpty()) {
      return null;
    }
    boolean seen = trace.segments().stream().anyMatch(it -> it.sent().octets().equals(kept));
    return new SavedSyn(kept.toBase64(), seen);
  }

  /** In what way the trace is less than everything, for notes; none when nothing is missing. */
  static List<String> doubts(Completeness capture) {
    List<String> doubts = new ArrayList<>();
    if (capture.packetsMissed() > 0) {
      doubts.add(
          "the capture is not complete: the kernel had no room for "
              + capture.packetsMissed()
              + " packets");
    }
    if (capture.eventsMissed() > 0) {
      doubts.add(
          "the kernel's log is not complete: it had no room for "
              + capture.eventsMissed()
              + " events of this host");
    }
    return doubts;
  }
}
