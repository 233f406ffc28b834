package dev.handshakelab.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handshakelab.scenario.Limits;
import dev.handshakelab.scenario.Reading;
import dev.handshakelab.scenario.RequestReading;
import dev.handshakelab.scenario.RunFailure;
import dev.handshakelab.scenario.SessionRequest;
import dev.handshakelab.trace.Entry;
import dev.handshakelab.trace.Party;
import dev.handshakelab.trace.Trace;
import dev.handshakelab.trace.TracedSegment;
import dev.handshakelab.wire.Segment;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;

/** Sessions run for tests, and what is asked of their traces again and again. */
final class Runs {
  private static final RequestReading READING = new RequestReading(Limits.USUAL);

  private Runs() {}

  static SessionRequest request(String json, long seed) {
    Reading reading = READING.read(JsonMapper.shared().readTree(json), () -> seed);
    assertThat(reading).as(json).isInstanceOf(Reading.Complete.class);
    return ((Reading.Complete) reading).request();
  }

  static Trace run(SessionRequest request) throws RunFailure {
    return new Simulator().run(request, _ -> {});
  }

  static Trace run(String json) throws RunFailure {
    return run(request(json, 42));
  }

  /** A scenario as it is, both ends under one profile. */
  static Trace scenario(String name, String profile) throws RunFailure {
    return run(
        """
        {"scenario": "%s", "client": {"profile": "%s"}, "server": {"profile": "%s"}}
        """
            .formatted(name, profile, profile));
  }

  static List<Segment> sentBy(Party party, Trace trace) {
    return trace.segments().stream()
        .filter(segment -> segment.sent().from() == party && segment.sent().injectedBy() == null)
        .map(segment -> segment.sent().packet().segment())
        .toList();
  }

  /** When one end sent what it sent, in milliseconds. */
  static List<Long> timesOf(Party party, Trace trace) {
    return trace.segments().stream()
        .map(TracedSegment::sent)
        .filter(sent -> sent.from() == party && sent.injectedBy() == null)
        .map(sent -> sent.atNs() == null ? null : Long.valueOf(sent.atNs() / 1_000_000))
        .toList();
  }

  /** What reached one user, in the words of the timeline. */
  static List<String> receivedBy(Party party, Trace trace) {
    return trace.entries().stream()
        .filter(entry ->
            entry instanceof Entry.UserCall call
                && call.endpoint() == party
                && call.op().equals("RECEIVE"))
        .map(entry -> String.valueOf(((Entry.UserCall) entry).result()))
        .toList();
  }
}
