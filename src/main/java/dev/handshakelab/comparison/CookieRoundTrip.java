package dev.handshakelab.comparison;

import dev.handshakelab.trace.Party;
import dev.handshakelab.trace.TracedSegment;
import dev.handshakelab.wire.TcpOption.Timestamps;
import org.jspecify.annotations.Nullable;

/**
 * The first round trip of a host that answered with a SYN cookie. Nothing was kept of when that was
 * sent, so it is measured by the echo of the cookie's TSval, which is up to 63 ms in the past: the
 * round trip seems longer by as much, and its timers are longer in proportion.
 */
final class CookieRoundTrip {
  private static final double TICK_NS = 1_000_000;

  private CookieRoundTrip() {}

  /** Whether what a timer sent is in time by what the kernel took for the round trip. */
  static boolean explains(Moment moment) {
    Double simulated = measured(moment.conversation().simulated(), moment.host());
    Double real = measured(moment.conversation().real(), moment.host());
    return simulated != null
        && real != null
        && simulated > 0
        && moment.run().cookies().answer(moment.connection(), moment.host())
        && new Latencies(moment.run(), moment.tolerances())
            .isByTimer(moment.pair(), real / simulated);
  }

  /** What a host measures upon the first acknowledgment that reaches it, in ms. */
  private static @Nullable Double measured(View view, Party host) {
    Long first = null;
    Double measured = null;
    for (Piece piece : view.of(host.other())) {
      Timestamps timestamps = piece.segment().isSyn() ? null : View.timestamps(piece);
      for (TracedSegment part : piece.parts()) {
        Long arrived = Arrivals.firstNs(part);
        if (timestamps != null && arrived != null && (first == null || arrived < first)) {
          first = arrived;
          measured = since(timestamps.echo(), arrived, view.clockBase(host));
        }
      }
    }
    return measured;
  }

  /** From a TSval of a host to a time, by the host's clock, in ms. */
  private static @Nullable Double since(long value, long atNs, @Nullable Piece base) {
    Timestamps own = base == null ? null : View.timestamps(base);
    Long begin = base == null ? null : base.sent().atNs();
    return own == null || begin == null
        ? null
        : (int) (own.value() - value) + (atNs - begin) / TICK_NS;
  }
}
