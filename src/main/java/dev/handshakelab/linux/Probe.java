package dev.handshakelab.linux;

import dev.handshakelab.linux.ffi.Errno;
import dev.handshakelab.linux.ffi.LinuxException;
import dev.handshakelab.linux.socket.TcpSocket;
import dev.handshakelab.scenario.EndSpec;
import dev.handshakelab.scenario.EndSpec.Profile;
import dev.handshakelab.scenario.EndSpec.Stack;
import dev.handshakelab.scenario.Exchange;
import dev.handshakelab.scenario.Mode;
import dev.handshakelab.scenario.NetworkSpec;
import dev.handshakelab.scenario.Queues;
import dev.handshakelab.scenario.RunFailure;
import dev.handshakelab.scenario.SessionRequest;
import dev.handshakelab.scenario.SocketOptions;
import dev.handshakelab.scenario.Step;
import dev.handshakelab.scenario.Until;
import dev.handshakelab.trace.Entry;
import dev.handshakelab.trace.Party;
import dev.handshakelab.trace.Trace;
import dev.handshakelab.wire.Decoded;
import dev.handshakelab.wire.IpAddress;
import dev.handshakelab.wire.Packets;
import dev.handshakelab.wire.Segment;
import dev.handshakelab.wire.SequenceNumber;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Finds out what can be done here by doing it: whole handshakes, thrown away. They also load what
 * the first real session would otherwise wait for, and go on until the kernel stamps packets as
 * they pass.
 */
final class Probe {
  /** The kernel begins to stamp within milliseconds; a handshake takes less than one. */
  private static final int MOST_HANDSHAKES = 200;

  private Probe() {}

  /**
   * @param socketsOnly a setting without taps
   * @param loopback the same with taps
   */
  static Abilities probe(Setting socketsOnly, Setting loopback) {
    try {
      Evidence seen = KernelSession.run(handshake(), socketsOnly);
      return new Abilities(null, noTap(loopback), noIsn(loopback.address()), syn(seen));
    } catch (LinuxException | RunFailure failed) {
      return Abilities.none("a handshake on the loopback interface failed: " + failed.getMessage());
    }
  }

  private static @Nullable Segment syn(Evidence seen) {
    return Packets.decode(seen.savedSyn()) instanceof Decoded.Intact intact
        ? intact.packet().segment()
        : null;
  }

  private static @Nullable String noTap(Setting loopback) throws RunFailure {
    String why = "";
    for (int i = 0; i < MOST_HANDSHAKES; i++) {
      try {
        Trace trace = Chronicle.of(KernelSession.run(handshake(), loopback));
        why = doubt(trace);
        if (why.isEmpty() && trace.segments().size() == 3) {
          return null;
        }
      } catch (LinuxException refused) {
        return refused.getMessage()
            + (refused.is(Errno.EPERM) ? "; needs CAP_NET_RAW, which root has" : "");
      }
    }
    return "a handshake on the loopback interface could not be seen whole: " + why;
  }

  private static String doubt(Trace trace) {
    return trace.entries().stream()
        .filter(Entry.Note.class::isInstance)
        .map(note -> ((Entry.Note) note).text())
        .findFirst()
        .orElse("");
  }

  private static @Nullable String noIsn(IpAddress address) throws LinuxException {
    try (TcpSocket socket = TcpSocket.bound(address)) {
      socket.setInitialSequenceNumber(SequenceNumber.of(1));
      return null;
    } catch (LinuxException refused) {
      return refused.getMessage()
          + (refused.is(Errno.EPERM) ? "; needs CAP_NET_ADMIN, which root has" : "");
    }
  }

  /** Everything left to the kernel. */
  private static SessionRequest handshake() {
    return new SessionRequest(
        Mode.REAL_SOCKET,
        "basic-three-way-handshake",
        0,
        new TreeMap<>(),
        end(false),
        end(true),
        NetworkSpec.PERFECT,
        Exchange.NOTHING,
        List.of(new Step(new Step.When.At(0), Party.CLIENT, Step.Call.OPEN, 0)),
        new Until.Quiescent());
  }

  private static EndSpec end(boolean listens) {
    return new EndSpec(
        Stack.KERNEL,
        Profile.LINUX,
        new TreeMap<>(),
        List.of(),
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        listens,
        null,
        null,
        null,
        null,
        Queues.OPEN,
        SocketOptions.OPEN);
  }
}
