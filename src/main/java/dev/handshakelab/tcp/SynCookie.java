package dev.handshakelab.tcp;

import dev.handshakelab.wire.Segment;
import dev.handshakelab.wire.SequenceNumber;
import dev.handshakelab.wire.TcpOption.Timestamps;
import java.util.Optional;

/**
 * SYN cookies (RFC 4987 §3.6), laid out as Linux lays them out: a listener that can keep no more
 * requests puts what it must know of one into the ISN of its SYN+ACK, and reads it back from the
 * acknowledgment.
 *
 * <pre>
 * ISN = hash1(4-tuple) + SEG.SEQ + (minutes &lt;&lt; 24) + (hash2(4-tuple, minutes) + index & 0xffffff)
 * </pre>
 *
 * <p>There is room for one of four MSS values. Window scale, SACK and ECN travel in the six low
 * bits of TSval, so they survive only where timestamps are in use. Nothing can be sent again: when
 * the third segment is lost, only the client can repair it.
 */
final class SynCookie {
  private static final int[] MSS_IPV4 = {536, 1300, 1440, 1460};
  private static final int[] MSS_IPV6 = {1220, 1420, 1440, 8940};

  private static final long MINUTE = 60_000_000_000L;

  /** A cookie is good for the minute it was made in and the next. */
  private static final int MINUTES = 2;

  private static final int LOW_24 = 0xff_ffff;
  private static final int OPTION_BITS = 6;
  private static final int NO_SCALE = 0xf;
  private static final int SACK = 1 << 4;
  private static final int ECN = 1 << 5;

  private SynCookie() {}

  private static int[] table(Context cx) {
    return cx.path().isIpv6() ? MSS_IPV6 : MSS_IPV4;
  }

  private static int hash(Context cx, long what) {
    long tuple = cx.secrets().cookies().hash(InitialSequenceNumbers.fourTuple(cx.path()));
    return (int) cx.secrets().cookies().hash(tuple, what);
  }

  /** The ISN that answers a SYN. */
  static SequenceNumber isn(Context cx, Segment syn) {
    int announced = Negotiation.sendMss(cx, syn);
    int index = 0;
    for (int i = 1; i < table(cx).length; i++) {
      index = table(cx)[i] <= announced ? i : index;
    }
    int minute = (int) Math.floorDiv(cx.nowNs(), MINUTE);
    int data = hash(cx, 1 + Integer.toUnsignedLong(minute)) + index & LOW_24;
    return new SequenceNumber(hash(cx, 0) + syn.sequence().bits() + (minute << 24) + data);
  }

  /** Which MSS a cookie that {@code ack} acknowledges stands for; empty when it is none of ours. */
  static Optional<Integer> mss(Context cx, Segment ack) {
    int cookie = ack.acknowledgment().bits() - 1;
    int irs = ack.sequence().bits() - 1;
    int rest = cookie - hash(cx, 0) - irs;
    int minute = (int) Math.floorDiv(cx.nowNs(), MINUTE);
    int age = minute - (rest >>> 24) & 0xff;
    if (age >= MINUTES) {
      return Optional.empty();
    }
    int index = rest - hash(cx, 1 + Integer.toUnsignedLong(minute - age)) & LOW_24;
    return index < table(cx).length ? Optional.of(table(cx)[index]) : Optional.empty();
  }

  /** What of {@code wished} a SYN+ACK with a cookie may promise. */
  static Negotiated promise(Negotiated wished) {
    return wished.timestamps() ? wished : wished.bare();
  }

  /** TSval of a SYN+ACK with a cookie: not later than now, the low bits telling the options. */
  static long timestamp(Context cx, Negotiated promised) {
    int options =
        (promised.scaling() ? promised.sendShift() : NO_SCALE)
            | (promised.sack() ? SACK : 0)
            | (promised.ecn() ? ECN : 0);
    long now = Math.floorDiv(cx.nowNs(), 1_000_000L);
    long stamped = now >> OPTION_BITS << OPTION_BITS | options;
    long notLater = stamped > now ? stamped - (1 << OPTION_BITS) : stamped;
    return notLater + promised.tsOffset() & 0xffff_ffffL;
  }

  /** What is in force after a cookie came back, as far as it tells. */
  static Negotiated agreed(Context cx, Segment ack, int mss) {
    var offer = cx.settings().offer();
    long offset = InitialSequenceNumbers.timestampOffset(cx.secrets(), cx.path());
    var stamp = ack.option(Timestamps.class).filter(_ -> offer.timestamps());
    int options =
        stamp.map(each -> (int) (each.echo() - offset & (1 << OPTION_BITS) - 1)).orElse(NO_SCALE);
    int shift = options & NO_SCALE;
    boolean scaling = shift != NO_SCALE && offer.windowScale() != Settings.NONE;
    return new Negotiated(
        Math.min(mss, cx.path().maxMss()),
        scaling,
        scaling ? shift : 0,
        scaling ? offer.windowScale() : 0,
        offer.sackPermitted() && (options & SACK) != 0,
        stamp.isPresent(),
        stamp.map(Timestamps::value).orElse(0L),
        cx.nowNs(),
        offset,
        (options & ECN) != 0);
  }
}
