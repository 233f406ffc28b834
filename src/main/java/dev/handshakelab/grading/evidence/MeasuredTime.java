package dev.handshakelab.grading.evidence;

import dev.handshakelab.trace.Timing;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The times of a conversation, by the names that {@link Timing} gives them. */
public enum MeasuredTime {
  HANDSHAKE("handshakeNs", Timing::handshakeNs),
  CLIENT_ESTABLISHED("clientEstablishedNs", Timing::clientEstablishedNs),
  SERVER_ESTABLISHED("serverEstablishedNs", Timing::serverEstablishedNs),
  SYN_TO_SYN_ACK("synToSynAckNs", Timing::synToSynAckNs),
  SYN_ACK_TO_ACK("synAckToAckNs", Timing::synAckToAckNs),
  CLIENT_RTT("clientRttNs", Timing::clientRttNs),
  SERVER_RTT("serverRttNs", Timing::serverRttNs),
  RETRANSMISSION_WAIT("retransmissionWaitNs", Timing::retransmissionWaitNs);

  private final String label;

  @SuppressWarnings("ImmutableEnumChecker") // method references that hold nothing
  private final Function<Timing, @Nullable Long> reading;

  MeasuredTime(String label, Function<Timing, @Nullable Long> reading) {
    this.label = label;
    this.reading = reading;
  }

  /** As it is written in a rubric and in the history. */
  public String label() {
    return label;
  }

  /** In nanoseconds; null when it did not happen or was not seen. */
  public @Nullable Long of(Timing timing) {
    return reading.apply(timing);
  }

  public static Optional<MeasuredTime> labelled(String label) {
    return Arrays.stream(values()).filter(each -> each.label.equals(label)).findFirst();
  }

  public static List<String> labels() {
    return Arrays.stream(values()).map(MeasuredTime::label).toList();
  }
}
