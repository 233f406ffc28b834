package dev.handshakelab.grading.evidence;

import dev.handshakelab.trace.Party;
import dev.handshakelab.trace.TracedSegment;
import dev.handshakelab.trace.TracedSegment.Fate;
import dev.handshakelab.wire.Flag;
import dev.handshakelab.wire.Segment;
import dev.handshakelab.wire.TcpOption;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the two SYNs of a conversation agreed on. An option is in force only when both carried it
 * (RFC 7323 §2.2, §3.2; RFC 2018 §2); an MSS alone is one side's word about what it can receive
 * (RFC 9293 §3.7.1).
 *
 * @param client the SYN that arrived last before anything else did; null when none arrived
 * @param server its SYN, with or without ACK
 */
public record Agreed(@Nullable Segment client, @Nullable Segment server) {
  private static final int MAX_SHIFT = 14;
  private static final int DEFAULT_MSS = 536;

  /** What can be agreed on, by the names that the history gives options. */
  public enum Feature {
    /** Octets of text that a segment of this direction may carry, 536 when nothing was said. */
    MSS("mss"),
    /** The shift of the windows that segments of this direction announce, 0 when there is none. */
    WINDOW_SCALE("windowScale"),
    /** 1 when in force, else 0; so the following. */
    SACK_PERMITTED("sackPermitted"),
    TIMESTAMPS("timestamps"),
    ECN("ecn");

    private final String label;

    Feature(String label) {
      this.label = label;
    }

    public String label() {
      return label;
    }

    public static List<String> labels() {
      return Arrays.stream(values()).map(Feature::label).toList();
    }

    public static Optional<Feature> labelled(String label) {
      return Arrays.stream(values()).filter(each -> each.label.equals(label)).findFirst();
    }
  }

  static Agreed of(List<TracedSegment> segments) {
    return new Agreed(syn(segments, Party.CLIENT), syn(segments, Party.SERVER));
  }

  private static @Nullable Segment syn(List<TracedSegment> segments, Party from) {
    Segment last = null;
    for (TracedSegment traced : segments) {
      Segment segment = traced.sent().packet().segment();
      boolean itsOwn =
          traced.sent().connection() == 1
              && traced.sent().from() == from
              && traced.sent().injectedBy() == null;
      if (itsOwn && segment.isSyn() && arrived(traced)) {
        last = segment;
      } else if (itsOwn && !segment.isSyn() && last != null) {
        return last;
      }
    }
    return last;
  }

  private static boolean arrived(TracedSegment segment) {
    return segment.fate() == Fate.DELIVERED || segment.fate() == Fate.DUPLICATED;
  }

  /**
   * @param sender of the direction that is asked about
   */
  public long of(Feature feature, Party sender) {
    Segment own = sender == Party.CLIENT ? client : server;
    Segment others = sender == Party.CLIENT ? server : client;
    return switch (feature) {
      case MSS ->
          others == null
              ? DEFAULT_MSS
              : others
                  .option(TcpOption.MaximumSegmentSize.class)
                  .map(TcpOption.MaximumSegmentSize::value)
                  .orElse(DEFAULT_MSS);
      case WINDOW_SCALE ->
          own != null && others != null && others.option(TcpOption.WindowScale.class).isPresent()
              ? own.option(TcpOption.WindowScale.class)
                  .map(option -> Math.min(option.shift(), MAX_SHIFT))
                  .orElse(0)
              : 0;
      case SACK_PERMITTED -> both(TcpOption.SackPermitted.class);
      case TIMESTAMPS -> both(TcpOption.Timestamps.class);
      case ECN ->
          client != null
                  && server != null
                  && client.has(Flag.ECE)
                  && client.has(Flag.CWR)
                  && server.has(Flag.ECE)
                  && !server.has(Flag.CWR)
              ? 1
              : 0;
    };
  }

  private long both(Class<? extends TcpOption> option) {
    return client != null
            && server != null
            && client.option(option).isPresent()
            && server.option(option).isPresent()
        ? 1
        : 0;
  }
}
