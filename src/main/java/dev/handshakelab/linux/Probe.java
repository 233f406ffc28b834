package dev.handshakelab.linux;

import dev.handshakelab.linux.capture.Taps;
import dev.handshakelab.linux.ffi.Errno;
import dev.handshakelab.linux.ffi.LinuxException;
import dev.handshakelab.linux.socket.TcpSocket;
import dev.handshakelab.linux.tracing.KernelLog;
import dev.handshakelab.linux.tun.Sysctls;
import dev.handshakelab.scenario.RunFailure;
import dev.handshakelab.trace.Entry;
import dev.handshakelab.trace.Party;
import dev.handshakelab.trace.Trace;
import dev.handshakelab.wire.Decoded;
import dev.handshakelab.wire.Packets;
import dev.handshakelab.wire.Segment;
import dev.handshakelab.wire.SequenceNumber;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Finds out what can be done here by doing it, the best tier first: whole handshakes, thrown away.
 * They also load what the first real session would otherwise wait for, and go on until the kernel
 * stamps packets as they pass.
 */
final class Probe {
  /** The kernel begins to stamp within milliseconds; a handshake takes less than one. */
  private static final int MOST_HANDSHAKES = 200;

  /** What bind() picks from in a new namespace. */
  private static final int FIRST_PORT = 32_768;

  private static final int LAST_PORT = 60_999;

  private final LinuxRunner.Limits limits;
  private final BooleanSupplier stopping;
  private final Map<Tier, String> whyNot = new EnumMap<>(Tier.class);
  private @Nullable Segment syn;

  private Probe(LinuxRunner.Limits limits, BooleanSupplier stopping) {
    this.limits = limits;
    this.stopping = stopping;
  }

  /**
   * What was found.
   *
   * @param place of the best tier, open; null when no session can be run
   * @param log of the kernel; null when it cannot be read, or shall not be
   * @param noLog why it cannot
   */
  record Found(
      Abilities abilities, @Nullable Place place, @Nullable KernelLog log, @Nullable String noLog) {
    static Found nothing(String why) {
      Map<Tier, String> all = new EnumMap<>(Tier.class);
      for (Tier tier : Tier.values()) {
        all.put(tier, why);
      }
      return new Found(new Abilities(null, all, why, null, Map.of()), null, null, null);
    }
  }

  static Found probe(LinuxRunner.Limits limits, BooleanSupplier stopping) {
    return new Probe(limits, stopping).best();
  }

  private Found best() {
    for (Tier tier : Tier.values()) {
      if (tier.compareTo(limits.best()) < 0) {
        whyNot.put(tier, "is not wanted: the configuration asks for " + limits.best().label());
        continue;
      }
      try {
        Place place = open(tier, limits);
        String doubt = doubt(place);
        if (doubt == null) {
          return logged(
              new Abilities(tier, whyNot, noIsn(place), syn, place.settings(Party.SERVER)), place);
        }
        place.close();
        whyNot.put(tier, doubt);
      } catch (LinuxException refused) {
        whyNot.put(tier, refused.getMessage() + remedy(tier, refused));
      }
    }
    return new Found(
        new Abilities(null, whyNot, whyNot.get(Tier.SOCKETS_ONLY), null, Map.of()),
        null,
        null,
        null);
  }

  private Found logged(Abilities abilities, Place place) {
    if (!limits.traced()) {
      return new Found(abilities, place, null, "is not wanted: the configuration says so");
    }
    try {
      KernelLog log = KernelLog.open(ports());
      Integer thread = place.handingThread();
      if (thread != null) {
        log.watchDrops(thread);
      }
      return new Found(abilities, place, log, null);
    } catch (LinuxException refused) {
      return new Found(
          abilities,
          place,
          null,
          refused.getMessage()
              + "; needs root and tracefs at /sys/kernel/tracing (docker run -v"
              + " /sys/kernel/tracing:/sys/kernel/tracing)");
    }
  }

  /** Those that bind() picks from, here and in a new namespace. */
  private static KernelLog.Ports ports() {
    String range = Sysctls.read("ipv4/ip_local_port_range");
    String[] here = range == null ? new String[0] : range.split(" ", -1);
    return here.length == 2
        ? new KernelLog.Ports(
            Math.min(FIRST_PORT, Integer.parseInt(here[0])),
            Math.max(LAST_PORT, Integer.parseInt(here[1])))
        : new KernelLog.Ports(FIRST_PORT, LAST_PORT);
  }

  /** Makes what a tier needs. */
  static Place open(Tier tier, LinuxRunner.Limits limits) throws LinuxException {
    boolean v6 = limits.address().isIpv6();
    return switch (tier) {
      case NETNS_TUN -> LinkedPlace.ofNamespaces(v6, limits.tapBufferBytes());
      case REFLECT_TUN -> LinkedPlace.ofMirror(v6, limits.tapBufferBytes());
      case LOOPBACK -> new HostPlace(limits.address(), Taps.open("lo", limits.tapBufferBytes()));
      case SOCKETS_ONLY -> new HostPlace(limits.address(), null);
    };
  }

  /** Why a place will not do: what its handshakes lack; null when one was seen whole. */
  private @Nullable String doubt(Place place) throws LinuxException {
    var setting = new Setting(place, null, Duration.ofSeconds(10), stopping);
    String why = "";
    try {
      for (int i = 0; i < MOST_HANDSHAKES; i++) {
        Evidence seen = KernelSession.run(Trial.onKernel(), setting);
        syn = syn(seen);
        if (place.tier() == Tier.SOCKETS_ONLY) {
          return null;
        }
        Trace trace = Chronicle.of(seen);
        why = noted(trace);
        if (why.isEmpty() && trace.segments().size() == 3) {
          return null;
        }
      }
      return "a handshake could not be seen whole: " + why;
    } catch (LinuxException refused) {
      place.close();
      throw refused;
    } catch (RunFailure failed) {
      return "a handshake failed: " + failed.getMessage();
    }
  }

  private static @Nullable Segment syn(Evidence seen) {
    return Packets.decode(seen.savedSyn()) instanceof Decoded.Intact intact
        ? intact.packet().segment()
        : null;
  }

  /** What concerns the whole session: in what way its evidence is less than everything. */
  private static String noted(Trace trace) {
    return trace.entries().stream()
        .filter(entry -> entry instanceof Entry.Note note && note.connection() == 0)
        .map(note -> ((Entry.Note) note).text())
        .findFirst()
        .orElse("");
  }

  private static String remedy(Tier tier, LinuxException refused) {
    boolean device = refused.call().startsWith("open(/dev/net/tun");
    if (device && !refused.is(Errno.EPERM)) {
      return "; needs the device /dev/net/tun (docker run --device /dev/net/tun)";
    }
    if (!refused.is(Errno.EPERM)) {
      return "";
    }
    return switch (tier) {
      case NETNS_TUN ->
          "; needs CAP_SYS_ADMIN and CAP_NET_ADMIN, which root has (docker run --privileged)";
      case REFLECT_TUN ->
          "; needs CAP_NET_ADMIN, which root has (docker run --cap-add NET_ADMIN --device"
              + " /dev/net/tun)";
      case LOOPBACK -> "; needs CAP_NET_RAW, which root has";
      case SOCKETS_ONLY -> "";
    };
  }

  private static @Nullable String noIsn(Place place) throws LinuxException {
    try (TcpSocket socket = place.bind(Party.CLIENT, 0)) {
      socket.setInitialSequenceNumber(SequenceNumber.of(1));
      return null;
    } catch (LinuxException refused) {
      return refused.getMessage()
          + (refused.is(Errno.EPERM) ? "; needs CAP_NET_ADMIN, which root has" : "");
    }
  }
}
