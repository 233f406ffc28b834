package dev.handshakelab.grading.expression;

import dev.cel.runtime.CelFunctionResolver;
import dev.cel.runtime.CelLateFunctionBindings;
import dev.handshakelab.grading.evidence.Evidence;
import dev.handshakelab.grading.evidence.MeasuredTime;
import dev.handshakelab.grading.evidence.SegmentField;
import dev.handshakelab.tcp.StateName;
import dev.handshakelab.trace.Conversation;
import dev.handshakelab.trace.Entry;
import dev.handshakelab.trace.Measures;
import dev.handshakelab.trace.Party;
import dev.handshakelab.trace.Timing;
import dev.handshakelab.trace.TracedSegment;
import dev.handshakelab.wire.SequenceNumber;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the words of an expression mean for one trace.
 *
 * <ul>
 *   <li>{@code segments}: in order of sending, lost ones included, of all connections, from 0
 *   <li>{@code transitions}: in order of the trace; {@code samples}: lengths of the queues
 *   <li>{@code truncated}: whether one of these three has more than an expression sees
 *   <li>{@code client}, {@code server}: address, port, ISN and last state, of connection 1
 *   <li>{@code timing}, {@code outcome}: of connection 1
 * </ul>
 */
public final class Scope {
  private final Map<String, Object> variables = new HashMap<>();
  private final CelFunctionResolver helpers;

  /** For as many evaluations as wanted. */
  public Scope(Evidence evidence, Fence fence) {
    List<Entry.Sample> samples =
        evidence.trace().entries().stream()
            .filter(Entry.Sample.class::isInstance)
            .map(Entry.Sample.class::cast)
            .toList();
    List<Entry.Transition> transitions = evidence.trace().transitions();
    int most = fence.segments();
    Measures measures = evidence.measures();
    variables.put(
        "segments", evidence.segments().stream().limit(most).map(Scope::segment).toList());
    variables.put("transitions", transitions.stream().limit(most).map(Scope::transition).toList());
    variables.put("samples", samples.stream().limit(most).map(Scope::sample).toList());
    variables.put(
        "truncated",
        evidence.segments().size() > most || transitions.size() > most || samples.size() > most);
    variables.put("client", end(measures, Party.CLIENT, measures.clientState()));
    variables.put("server", end(measures, Party.SERVER, measures.serverState()));
    variables.put("timing", timing(measures.timing()));
    variables.put("outcome", measures.outcome().name());
    helpers = CelLateFunctionBindings.from(new Helpers(evidence).ofTrace());
  }

  Map<String, Object> variables() {
    return variables;
  }

  CelFunctionResolver helpers() {
    return helpers;
  }

  static Structure segment(TracedSegment segment) {
    Map<String, Object> fields = new HashMap<>();
    for (SegmentField field : SegmentField.values()) {
      put(fields, field.label(), field.of(segment));
    }
    return new Structure(Types.SEGMENT, fields);
  }

  private static Structure transition(Entry.Transition move) {
    Map<String, Object> fields = new HashMap<>();
    put(fields, "ordinal", (long) move.ordinal());
    put(fields, "connection", (long) move.connection());
    put(fields, "endpoint", move.endpoint().name());
    put(fields, "subject", move.subject().name());
    put(fields, "from", move.from().name());
    put(fields, "to", move.to().name());
    put(fields, "atNs", move.atNs());
    return new Structure(Types.TRANSITION, fields);
  }

  private static Structure sample(Entry.Sample sample) {
    Map<String, Object> fields = new HashMap<>();
    put(fields, "endpoint", sample.endpoint().name());
    put(fields, "synQueue", (long) sample.synQueue());
    put(fields, "acceptQueue", (long) sample.acceptQueue());
    put(fields, "atNs", sample.atNs());
    return new Structure(Types.SAMPLE, fields);
  }

  private static Structure end(Measures measures, Party party, StateName state) {
    Conversation conversation = measures.conversation();
    SequenceNumber isn = conversation.isnOf(party);
    Map<String, Object> fields = new HashMap<>();
    put(fields, "address", conversation.of(party).address().toString());
    put(fields, "port", (long) conversation.of(party).port());
    put(fields, "isn", isn == null ? null : isn.value());
    put(fields, "state", state.name());
    return new Structure(Types.ENDPOINT, fields);
  }

  private static Structure timing(Timing timing) {
    Map<String, Object> fields = new HashMap<>();
    for (MeasuredTime time : MeasuredTime.values()) {
      put(fields, time.label(), time.of(timing));
    }
    put(fields, "retransmissionWaits", timing.retransmissionWaits());
    put(fields, "synRetransmissions", (long) timing.synRetransmissions());
    put(fields, "synAckRetransmissions", (long) timing.synAckRetransmissions());
    return new Structure(Types.TIMING, fields);
  }

  private static void put(Map<String, Object> fields, String name, @Nullable Object value) {
    if (value != null) {
      fields.put(name, value);
    }
  }
}
