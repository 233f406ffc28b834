package dev.handshakelab.comparison;

import dev.handshakelab.scenario.Limits;
import dev.handshakelab.scenario.Reading;
import dev.handshakelab.scenario.RequestReading;
import dev.handshakelab.scenario.RunFailure;
import dev.handshakelab.scenario.SessionRequest;
import dev.handshakelab.simulation.Simulator;
import dev.handshakelab.trace.Entry;
import dev.handshakelab.trace.Party;
import dev.handshakelab.trace.Trace;
import dev.handshakelab.wire.Packet;
import dev.handshakelab.wire.Packets;
import dev.handshakelab.wire.Segment;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** Traces to compare, from the simulator, and such as a kernel with other habits would leave. */
final class Simulations {
  private static final RequestReading READING = new RequestReading(Limits.USUAL);

  private Simulations() {}

  static SessionRequest request(String json, long seed) {
    return switch (READING.read(JsonMapper.shared().readTree(json), () -> seed)) {
      case Reading.Complete(SessionRequest request) -> request;
      case Reading.Unreadable(var problems) -> throw new AssertionError(problems.toString());
      case Reading.Infeasible(var problems) -> throw new AssertionError(problems.toString());
    };
  }

  static Trace run(String json, long seed) {
    return run(request(json, seed));
  }

  static Trace run(SessionRequest request) {
    try {
      return new Simulator().run(request, _ -> {});
    } catch (RunFailure failure) {
      throw new AssertionError(failure);
    }
  }

  private static Trace edited(Trace trace, Function<Entry, Optional<Entry>> edit) {
    List<Entry> entries = trace.entries().stream().map(edit).flatMap(Optional::stream).toList();
    return new Trace(trace.clock(), trace.resolutionNs(), trace.conversations(), entries);
  }

  private static Trace edited(Trace trace, int ordinal, Function<Entry.Sent, Entry> edit) {
    return edited(
        trace,
        entry -> {
          boolean is = entry instanceof Entry.Sent sent && sent.ordinal() == ordinal;
          return Optional.of(is ? edit.apply((Entry.Sent) entry) : entry);
        });
  }

  /** The trace with one packet changed. */
  static Trace editedPacket(Trace trace, int ordinal, UnaryOperator<Packet> edit) {
    return edited(trace, ordinal, sent -> with(sent, edit.apply(sent.packet()), sent.atNs()));
  }

  /** The trace with one segment changed. */
  static Trace editedSegment(Trace trace, int ordinal, UnaryOperator<Segment> edit) {
    return editedPacket(
        trace, ordinal, packet -> new Packet(packet.ip(), edit.apply(packet.segment())));
  }

  /** The trace without a segment, as if it had never been sent. */
  static Trace without(Trace trace, int ordinal) {
    return edited(
        trace,
        entry ->
            switch (entry) {
              case Entry.Sent sent when sent.ordinal() == ordinal -> Optional.empty();
              case Entry.Arrived arrived when arrived.segment() == ordinal -> Optional.empty();
              default -> Optional.of(entry);
            });
  }

  /** The trace with a segment sent later; its arrival stays. */
  static Trace sentLater(Trace trace, int ordinal, long byNs) {
    return edited(
        trace,
        ordinal,
        sent -> with(sent, sent.packet(), sent.atNs() == null ? null : sent.atNs() + byNs));
  }

  /** The trace whose user was told something else; every answer of the call is this one. */
  static Trace answered(Trace trace, Party party, String op, String result) {
    return edited(
        trace,
        entry ->
            Optional.of(
                entry instanceof Entry.UserCall call
                        && call.endpoint() == party
                        && call.op().equals(op)
                        && call.result() != null
                    ? new Entry.UserCall(
                        call.connection(),
                        party,
                        call.id(),
                        op,
                        call.detail(),
                        result,
                        call.atNs(),
                        call.rule())
                    : entry));
  }

  private static Entry.Sent with(Entry.Sent sent, Packet packet, @Nullable Long atNs) {
    return new Entry.Sent(
        sent.ordinal(),
        sent.connection(),
        sent.from(),
        sent.injectedBy(),
        sent.kind(),
        packet,
        Packets.encode(packet),
        sent.checksumOffloaded(),
        atNs,
        sent.retransmissionOf(),
        null,
        null,
        sent.provenance());
  }
}
