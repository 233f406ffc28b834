package dev.handshakelab.simulation;

import dev.handshakelab.scenario.EndSpec;
import dev.handshakelab.scenario.Milliseconds;
import dev.handshakelab.scenario.SessionRequest;
import dev.handshakelab.tcp.Backlog;
import dev.handshakelab.tcp.Host;
import dev.handshakelab.tcp.Patience;
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
    return Backlog.of(orElse(end.backlog(), Integer.MAX_VALUE))
        .abortingOnOverflow(Boolean.TRUE.equals(end.abortOnOverflow()))
        .with(cookies(end.synCookies()));
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
    return base.with(offer(end, base)).with(patience(end)).withIsns(end.isns());
  }

  private static Settings.Offer offer(EndSpec end, Settings base) {
    return new Settings.Offer(
        orElse(end.mss(), Settings.NONE),
        orElse(end.windowScale(), Settings.NONE),
        end.offersSack(),
        end.offersTimestamps(),
        end.asksForEcn() ? Settings.Ecn.REQUEST : base.offer().ecn());
  }

  private static Patience patience(EndSpec end) {
    var usual = Patience.USUAL;
    var retries =
        usual.withRetries(
            orElse(end.synRetries(), usual.synRetries()),
            orElse(end.synLinearTimeouts(), usual.synLinearTimeouts()),
            orElse(end.synAckRetries(), usual.synAckRetries()));
    return end.r2Ms() == null
        ? retries
        : retries.withR2(Milliseconds.toNanos(end.r2Ms()), usual.r2DataNs());
  }

  private static int orElse(@Nullable Integer given, int otherwise) {
    return given == null ? otherwise : given;
  }
}
