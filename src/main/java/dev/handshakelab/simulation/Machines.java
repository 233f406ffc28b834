package dev.handshakelab.simulation;

import dev.handshakelab.scenario.EndSpec;
import dev.handshakelab.scenario.Milliseconds;
import dev.handshakelab.scenario.SessionRequest;
import dev.handshakelab.tcp.Backlog;
import dev.handshakelab.tcp.Host;
import dev.handshakelab.tcp.Policy;
import dev.handshakelab.tcp.Secrets;
import dev.handshakelab.tcp.Settings;
import dev.handshakelab.tcp.Switches;
import dev.handshakelab.trace.Party;
import dev.handshakelab.wire.IpAddress;
import dev.handshakelab.wire.SocketAddress;
import org.jspecify.annotations.Nullable;

/** The machines that a request describes. */
final class Machines {
  static final SocketAddress CLIENT = new SocketAddress(IpAddress.parse("10.0.0.1"), 49_152);
  static final SocketAddress SERVER = new SocketAddress(IpAddress.parse("10.0.0.2"), 8080);

  /** Ethernet's, in octets. */
  private static final int MTU = 1500;

  private Machines() {}

  static SocketAddress address(Party party) {
    return party == Party.CLIENT ? CLIENT : SERVER;
  }

  static Host start(SessionRequest request, Party party) {
    int number = party == Party.CLIENT ? 1 : 2;
    var end = request.end(party);
    return Host.start(number, policy(end), settings(end), Secrets.of(request.seed(), number), MTU);
  }

  static Policy policy(EndSpec end) {
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

  static Backlog backlog(EndSpec end) {
    return new Backlog(
        orElse(end.backlog(), Integer.MAX_VALUE), Boolean.TRUE.equals(end.abortOnOverflow()));
  }

  private static Settings settings(EndSpec end) {
    var base =
        switch (end.profile()) {
          case LINUX -> Settings.LINUX;
          case RFC_9293 -> Settings.PLAIN;
        };
    return new Settings(
        orElse(end.mss(), Settings.NONE),
        orElse(end.windowScale(), Settings.NONE),
        end.offersSack(),
        end.offersTimestamps(),
        end.asksForEcn() ? Settings.Ecn.REQUEST : base.ecn(),
        base.receiveBuffer(),
        base.readsAtOnce(),
        orElse(end.synRetries(), base.synRetries()),
        orElse(end.synLinearTimeouts(), base.synLinearTimeouts()),
        orElse(end.synAckRetries(), base.synAckRetries()),
        end.r2Ms() == null ? base.r2SynNs() : Milliseconds.toNanos(end.r2Ms()),
        base.r2DataNs(),
        base.userTimeoutNs(),
        base.keepalive(),
        end.isns());
  }

  private static int orElse(@Nullable Integer given, int otherwise) {
    return given == null ? otherwise : given;
  }
}
