package dev.handshakelab.tcp;

import dev.handshakelab.wire.Octets;
import dev.handshakelab.wire.Segment;
import dev.handshakelab.wire.TcpOption;
import dev.handshakelab.wire.TcpOption.ExperimentalFastOpen;
import dev.handshakelab.wire.TcpOption.MaximumSegmentSize;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * TCP Fast Open (RFC 7413): a client that shows a cookie, which only the server can have made for
 * its address, may send text with its SYN, and the server's user gets it a round trip early. What
 * the third segment would have proved, that the client is where it says, the cookie proves; that
 * the SYN is no old duplicate nobody proves, so the text may be delivered twice.
 */
final class FastOpen {
  private static final Rule COOKIE = Rule.of("RFC 7413 4.1.3");

  private FastOpen() {}

  /** A Fast Open option, of whichever kind. */
  private record Shown(Octets cookie, boolean experimental) {}

  /**
   * What a listener makes of a SYN.
   *
   * @param takesText the cookie is right: the connection is open for both users at once
   * @param give a cookie for next time, null for none
   * @param experimental in which option it goes
   */
  record Verdict(boolean takesText, @Nullable Octets give, boolean experimental) {
    static final Verdict NOTHING = new Verdict(false, null, false);
  }

  private static Optional<Shown> shown(Segment segment) {
    for (TcpOption option : segment.options()) {
      if (option instanceof TcpOption.FastOpen(Octets cookie)) {
        return Optional.of(new Shown(cookie, false));
      }
      if (option instanceof ExperimentalFastOpen(Octets cookie)) {
        return Optional.of(new Shown(cookie, true));
      }
    }
    return Optional.empty();
  }

  /** A wrong cookie is answered by the right one, a full queue by nothing. */
  static Verdict judge(Context cx, Segment syn) {
    var listener = cx.shared().listener();
    if (!listener.fastOpen()) {
      return Verdict.NOTHING;
    }
    var shown = shown(syn);
    if (shown.isEmpty()) {
      return Verdict.NOTHING;
    }
    var right = cookie(cx.secrets(), cx.path());
    if (!shown.get().cookie().equals(right)) {
      return new Verdict(false, right, shown.get().experimental());
    }
    return listener.fastOpenLeft() > 0 ? new Verdict(true, null, false) : Verdict.NOTHING;
  }

  /**
   * The cookie for the peer of {@code path}: SipHash of the client's address and the server's,
   * eight octets, little-endian, as Linux makes them.
   */
  static Octets cookie(Secrets secrets, Path path) {
    var addresses = path.remote().address().octets().plus(path.local().address().octets());
    long hash = secrets.fastOpen().hash(addresses);
    byte[] octets = new byte[Long.BYTES];
    for (int i = 0; i < octets.length; i++) {
      octets[i] = (byte) (hash >>> 8 * i);
    }
    return Octets.of(octets);
  }

  /** What our SYN will say: the cookie if one is remembered, else that we would like one. */
  static FastOpenAttempt attempt(Context cx) {
    var memory = cx.shared().memory();
    var kind =
        memory.cookie().isEmpty() ? FastOpenAttempt.Kind.REQUEST : FastOpenAttempt.Kind.COOKIE;
    return new FastOpenAttempt(kind, memory.triesExperimental());
  }

  /** How much of {@code text} fits our SYN beside the longest options that could be, in octets. */
  static int textOnSyn(Context cx, FastOpenAttempt attempt, Octets text) {
    if (attempt.kind() != FastOpenAttempt.Kind.COOKIE) {
      return 0;
    }
    int known = cx.shared().memory().mss();
    int mss = Math.min(known == 0 ? cx.path().defaultMss() : known, cx.path().maxMss());
    return Math.min(text.length(), Math.max(0, mss - SegmentOptions.MAX_LENGTH));
  }

  /** What a client learns from a SYN+ACK for next time; null when it did not ask. */
  static Effect.@Nullable Remember learn(Context cx, FastOpenAttempt attempt, Segment synAck) {
    if (attempt.kind() == FastOpenAttempt.Kind.NONE) {
      return null;
    }
    var memory = cx.shared().memory();
    int mss =
        synAck
            .option(MaximumSegmentSize.class)
            .map(MaximumSegmentSize::value)
            .orElse(cx.path().defaultMss());
    var given = shown(synAck).filter(shown -> !shown.cookie().isEmpty());
    if (given.isPresent()) {
      var learnt = memory.learnt(given.get().cookie(), mss, given.get().experimental());
      return new Effect.Remember(learnt, COOKIE);
    }
    var known =
        attempt.kind() == FastOpenAttempt.Kind.REQUEST ? memory.refused(mss) : memory.withMss(mss);
    return new Effect.Remember(known, COOKIE);
  }
}
