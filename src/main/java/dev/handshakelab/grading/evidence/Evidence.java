package dev.handshakelab.grading.evidence;

import dev.handshakelab.tcp.StateName;
import dev.handshakelab.trace.Measures;
import dev.handshakelab.trace.Measuring;
import dev.handshakelab.trace.Party;
import dev.handshakelab.trace.Rendering;
import dev.handshakelab.trace.StatePath;
import dev.handshakelab.trace.Trace;
import dev.handshakelab.trace.TracedSegment;
import java.util.List;

/**
 * What a rubric looks at: a trace, and what is computed from it once for all checks.
 *
 * @param segments in order of sending, lost ones included, of all conversations
 * @param measures of conversation 1, the session's own
 * @param agreed what its SYNs agreed on
 * @param sha256 of the trace as JSON, in hex
 */
public record Evidence(
    Trace trace, List<TracedSegment> segments, Measures measures, Agreed agreed, String sha256) {
  public Evidence {
    segments = List.copyOf(segments);
  }

  /**
   * @param json renders traces as JSON without what differs between sessions of the same trace
   * @throws IllegalArgumentException when nothing was said at all, so there is nothing to look at
   */
  public static Evidence of(Trace trace, Rendering json) {
    List<Measures> measures = Measuring.of(trace);
    if (measures.isEmpty()) {
      throw new IllegalArgumentException("a trace without a conversation cannot be graded");
    }
    List<TracedSegment> segments = trace.segments();
    return new Evidence(
        trace, segments, measures.getFirst(), Agreed.of(segments), Sha256.hex(json.render(trace)));
  }

  public List<StateName> path(Party endpoint) {
    return StatePath.of(trace, 1, endpoint).states();
  }
}
