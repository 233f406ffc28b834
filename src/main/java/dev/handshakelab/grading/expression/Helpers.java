package dev.handshakelab.grading.expression;

import dev.cel.runtime.CelFunctionBinding;
import dev.handshakelab.grading.evidence.Agreed;
import dev.handshakelab.grading.evidence.Evidence;
import dev.handshakelab.grading.evidence.FlagText;
import dev.handshakelab.grading.evidence.Modulo;
import dev.handshakelab.grading.expression.Vocabulary.Direction;
import dev.handshakelab.grading.expression.Vocabulary.Helper;
import dev.handshakelab.tcp.StateName;
import dev.handshakelab.trace.Party;
import dev.handshakelab.trace.TracedSegment;
import dev.handshakelab.wire.Flags;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * The helpers over one trace. Each looks at every segment once, also at those beyond what an
 * expression sees, so counting in a flood needs no comprehension.
 */
@SuppressWarnings("Immutable") // evidence does not change
final class Helpers {
  private final Evidence evidence;

  Helpers(Evidence evidence) {
    this.evidence = evidence;
  }

  /** {@code seqAdd(a, b)}: a + b modulo 2^32. {@code seqDiff(a, b)}: how far a is after b. */
  static List<CelFunctionBinding> ofNumbers() {
    return List.copyOf(
        both(
            binding(Helper.SEQ_ADD, Long.class, Long.class, (a, b) -> Modulo.of(a + b)),
            binding(Helper.SEQ_DIFF, Long.class, Long.class, (a, b) -> (long) (int) (a - b))));
  }

  private static Collection<CelFunctionBinding> both(
      Collection<CelFunctionBinding> one, Collection<CelFunctionBinding> other) {
    List<CelFunctionBinding> all = new ArrayList<>(one);
    all.addAll(other);
    return all;
  }

  /** Those that look at the trace. */
  List<CelFunctionBinding> ofTrace() {
    List<CelFunctionBinding> all = new ArrayList<>();
    all.addAll(binding(Helper.FIRST, String.class, String.class, this::first));
    all.addAll(binding(Helper.COUNT, String.class, String.class, this::count));
    all.addAll(binding(Helper.IN_FORCE, String.class, String.class, this::inForce));
    all.addAll(
        CelFunctionBinding.fromOverloads(
            Helper.RETRANSMITS.label(),
            CelFunctionBinding.from(
                Helper.RETRANSMITS.overload(), String.class, this::retransmits)));
    all.addAll(
        CelFunctionBinding.fromOverloads(
            Helper.PATH.label(),
            CelFunctionBinding.from(Helper.PATH.overload(), String.class, this::path)));
    all.addAll(
        CelFunctionBinding.fromOverloads(
            Helper.WINDOW_BYTES.label(),
            CelFunctionBinding.from(
                Helper.WINDOW_BYTES.overload(), Structure.class, this::windowBytes)));
    return all;
  }

  /** A function of two arguments. */
  @FunctionalInterface
  private interface OfTwo<A, B> {
    Object apply(A one, B other);
  }

  private static <A, B> Collection<CelFunctionBinding> binding(
      Helper helper, Class<A> one, Class<B> other, OfTwo<A, B> function) {
    return CelFunctionBinding.fromOverloads(
        helper.label(), CelFunctionBinding.from(helper.overload(), one, other, function::apply));
  }

  /** {@code first(from, flags)}: the first segment with exactly these flags, or null. */
  private Object first(String from, String flags) {
    Party party = party(from);
    Flags wanted = flags(flags);
    return evidence.segments().stream()
        .filter(segment -> is(segment, party, wanted))
        .findFirst()
        .map(Scope::segment)
        .map(Object.class::cast)
        .orElseGet(() -> Structure.orNull(null));
  }

  /** {@code count(from, flags)}: how many segments with exactly these flags it sent. */
  private Object count(String from, String flags) {
    Party party = party(from);
    Flags wanted = flags(flags);
    return evidence.segments().stream().filter(segment -> is(segment, party, wanted)).count();
  }

  private static boolean is(TracedSegment segment, Party from, Flags flags) {
    return isFrom(segment, from) && segment.sent().packet().segment().flags().equals(flags);
  }

  /** What the network or an attacker wrote is nobody's. */
  private static boolean isFrom(TracedSegment segment, Party from) {
    return segment.sent().from() == from && segment.sent().injectedBy() == null;
  }

  /** {@code retransmits(from)}: how many segments it sent that carry again what one before did. */
  private Object retransmits(String from) {
    Party party = party(from);
    return evidence.segments().stream()
        .filter(segment -> isFrom(segment, party) && segment.sent().retransmissionOf() != null)
        .count();
  }

  /** {@code path(endpoint)}: its states in order, beginning with CLOSED. */
  private Object path(String endpoint) {
    return evidence.path(party(endpoint)).stream().map(StateName::name).toList();
  }

  /** {@code inForce(feature, direction)}: see {@link Agreed}. */
  private Object inForce(String feature, String direction) {
    return evidence
        .agreed()
        .of(
            Agreed.Feature.labelled(feature)
                .orElseThrow(() -> new IllegalArgumentException("no feature is " + feature)),
            Direction.valueOf(direction).sender());
  }

  /** {@code windowBytes(segment)}: its window in octets; that of a SYN is never scaled. */
  private Object windowBytes(Structure segment) {
    TracedSegment traced = evidence.segments().get((int) ((Long) segment.select("ordinal") - 1));
    var carried = traced.sent().packet().segment();
    long shift =
        carried.isSyn()
            ? 0
            : evidence.agreed().of(Agreed.Feature.WINDOW_SCALE, traced.sent().from());
    return (long) carried.window() << shift;
  }

  private static Party party(String name) {
    return Party.valueOf(name);
  }

  private static Flags flags(String text) {
    return FlagText.read(text)
        .orElseThrow(() -> new IllegalArgumentException(text + " are no flags"));
  }
}
