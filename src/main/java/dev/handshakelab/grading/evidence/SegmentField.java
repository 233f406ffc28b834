package dev.handshakelab.grading.evidence;

import dev.handshakelab.trace.TracedSegment;
import dev.handshakelab.wire.Segment;
import dev.handshakelab.wire.TcpOption;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a rubric can see of a segment. The names are those of the history; what a segment does not
 * have, and what nobody saw, is null.
 */
public enum SegmentField {
  ORDINAL("ordinal", Type.WHOLE, traced -> (long) traced.sent().ordinal()),
  CONNECTION("connection", Type.WHOLE, traced -> (long) traced.sent().connection()),
  FROM("from", Type.TEXT, traced -> traced.sent().from().name()),
  INJECTED("injected", Type.TRUTH, traced -> traced.sent().injectedBy() != null),
  KIND("kind", Type.TEXT, traced -> traced.sent().kind().name()),
  /** Names with + between them. */
  FLAGS("flags", Type.TEXT, traced -> FlagText.names(tcp(traced).flags())),
  /** The letters of the one notation. */
  LETTERS("letters", Type.TEXT, traced -> tcp(traced).flags().letters()),
  /** SEG.SEQ. */
  SEQ("seq", Type.WHOLE, traced -> tcp(traced).sequence().value()),
  /** SEG.ACK, the raw field. */
  ACK("ack", Type.WHOLE, traced -> tcp(traced).acknowledgment().value()),
  RELATIVE_SEQ("relativeSeq", Type.WHOLE_OR_NULL, TracedSegment::relativeSeq),
  RELATIVE_ACK("relativeAck", Type.WHOLE_OR_NULL, TracedSegment::relativeAck),
  /** The raw field, unscaled. */
  WINDOW("window", Type.WHOLE, traced -> (long) tcp(traced).window()),
  /** SEG.LEN: the octets of text, and one each for SYN and FIN. */
  LENGTH("length", Type.WHOLE, traced -> (long) tcp(traced).length()),
  PAYLOAD_LENGTH("payloadLength", Type.WHOLE, traced -> (long) tcp(traced).payload().length()),
  /** In octets, options and their padding included. */
  HEADER_LENGTH("headerLength", Type.WHOLE, traced -> headerLength(tcp(traced))),
  /** Names of the options in order, NOP and END included. */
  OPTIONS(
      "options",
      Type.TEXTS,
      traced -> tcp(traced).options().stream().map(SegmentField::name).toList()),
  MSS(
      "mss",
      Type.WHOLE_OR_NULL,
      traced ->
          tcp(traced)
              .option(TcpOption.MaximumSegmentSize.class)
              .map(option -> (long) option.value())
              .orElse(null)),
  /** The shift as carried. */
  WINDOW_SCALE(
      "windowScale",
      Type.WHOLE_OR_NULL,
      traced ->
          tcp(traced)
              .option(TcpOption.WindowScale.class)
              .map(option -> (long) option.shift())
              .orElse(null)),
  SACK_PERMITTED(
      "sackPermitted",
      Type.TRUTH,
      traced -> tcp(traced).option(TcpOption.SackPermitted.class).isPresent()),
  TS_VAL(
      "tsVal",
      Type.WHOLE_OR_NULL,
      traced ->
          tcp(traced)
              .option(TcpOption.Timestamps.class)
              .map(TcpOption.Timestamps::value)
              .orElse(null)),
  TS_ECR(
      "tsEcr",
      Type.WHOLE_OR_NULL,
      traced ->
          tcp(traced)
              .option(TcpOption.Timestamps.class)
              .map(TcpOption.Timestamps::echo)
              .orElse(null)),
  SOURCE_PORT("sourcePort", Type.WHOLE, traced -> (long) tcp(traced).sourcePort()),
  DESTINATION_PORT("destinationPort", Type.WHOLE, traced -> (long) tcp(traced).destinationPort()),
  /** DELIVERED, LOST, DUPLICATED or CORRUPTED. */
  FATE("fate", Type.TEXT, traced -> traced.fate().name()),
  LOST("lost", Type.TRUTH, traced -> traced.fate() == TracedSegment.Fate.LOST),
  /** It carries again what an earlier one carried. */
  RETRANSMISSION("retransmission", Type.TRUTH, traced -> traced.sent().retransmissionOf() != null),
  SENT_NS("sentNs", Type.WHOLE_OR_NULL, traced -> traced.sent().atNs()),
  RECEIVED_NS("receivedNs", Type.WHOLE_OR_NULL, TracedSegment::receivedNs);

  /** Of what kind a field's values are. */
  public enum Type {
    /** A {@code Long}. */
    WHOLE,
    WHOLE_OR_NULL,
    /** A {@code String}. */
    TEXT,
    /** A {@code Boolean}. */
    TRUTH,
    /** A {@code List} of strings. */
    TEXTS
  }

  private static final int BARE_HEADER = 20;
  private static final int WORD = 4;

  private final String label;
  private final Type type;

  @SuppressWarnings("ImmutableEnumChecker") // method references that hold nothing
  private final Function<TracedSegment, @Nullable Object> reading;

  SegmentField(String label, Type type, Function<TracedSegment, @Nullable Object> reading) {
    this.label = label;
    this.type = type;
    this.reading = reading;
  }

  /** As it is written in a rubric. */
  public String label() {
    return label;
  }

  public Type type() {
    return type;
  }

  /** Its value, of its type. */
  public @Nullable Object of(TracedSegment traced) {
    return reading.apply(traced);
  }

  public static Optional<SegmentField> labelled(String label) {
    return Arrays.stream(values()).filter(each -> each.label.equals(label)).findFirst();
  }

  public static List<String> labels() {
    return Arrays.stream(values()).map(SegmentField::label).toList();
  }

  private static Segment tcp(TracedSegment traced) {
    return traced.sent().packet().segment();
  }

  private static long headerLength(Segment segment) {
    long options = segment.options().stream().mapToInt(TcpOption::length).sum();
    return BARE_HEADER + (options + WORD - 1) / WORD * WORD;
  }

  private static String name(TcpOption option) {
    return switch (option) {
      case TcpOption.EndOfList _ -> "END";
      case TcpOption.NoOperation _ -> "NOP";
      case TcpOption.MaximumSegmentSize _ -> "MSS";
      case TcpOption.WindowScale _ -> "WINDOW_SCALE";
      case TcpOption.SackPermitted _ -> "SACK_PERMITTED";
      case TcpOption.SelectiveAcknowledgment _ -> "SACK";
      case TcpOption.Timestamps _ -> "TIMESTAMPS";
      case TcpOption.UserTimeout _ -> "USER_TIMEOUT";
      case TcpOption.FastOpen _ -> "FAST_OPEN";
      case TcpOption.ExperimentalFastOpen _ -> "FAST_OPEN_EXPERIMENTAL";
      case TcpOption.Unknown _ -> "UNKNOWN";
      case TcpOption.Illegal _ -> "ILLEGAL";
    };
  }
}
