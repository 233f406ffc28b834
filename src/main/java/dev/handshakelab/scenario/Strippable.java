package dev.handshakelab.scenario;

import dev.handshakelab.wire.Segment;
import dev.handshakelab.wire.TcpOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * An option that a box in the path may take out of segments, as those do that know only the TCP of
 * their time. It writes NOPs in its place, so that nothing else moves.
 */
public enum Strippable {
  MSS,
  WINDOW_SCALE,
  SACK_PERMITTED,
  TIMESTAMPS,
  FAST_OPEN,
  /** Anything of a kind without a name. */
  UNKNOWN;

  /** The segment as it comes out of the box; the same one when there was nothing to take. */
  public static Segment strip(Segment segment, Collection<Strippable> stripped) {
    if (segment.options().stream().noneMatch(option -> isOneOf(option, stripped))) {
      return segment;
    }
    List<TcpOption> left = new ArrayList<>();
    for (TcpOption option : segment.options()) {
      if (isOneOf(option, stripped)) {
        for (int i = 0; i < option.length(); i++) {
          left.add(new TcpOption.NoOperation());
        }
      } else {
        left.add(option);
      }
    }
    return segment.withOptions(left);
  }

  private static boolean isOneOf(TcpOption option, Collection<Strippable> stripped) {
    return switch (option) {
      case TcpOption.MaximumSegmentSize _ -> stripped.contains(MSS);
      case TcpOption.WindowScale _ -> stripped.contains(WINDOW_SCALE);
      case TcpOption.SackPermitted _ -> stripped.contains(SACK_PERMITTED);
      case TcpOption.Timestamps _ -> stripped.contains(TIMESTAMPS);
      case TcpOption.FastOpen _, TcpOption.ExperimentalFastOpen _ -> stripped.contains(FAST_OPEN);
      case TcpOption.Unknown _ -> stripped.contains(UNKNOWN);
      case TcpOption.EndOfList _,
          TcpOption.NoOperation _,
          TcpOption.SelectiveAcknowledgment _,
          TcpOption.UserTimeout _,
          TcpOption.Illegal _ ->
          false;
    };
  }
}
