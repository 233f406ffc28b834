package dev.handshakelab.api.representation;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.handshakelab.history.Session;
import dev.handshakelab.scenario.Mode;
import dev.handshakelab.scenario.SessionRequest;
import dev.handshakelab.scenario.SpecJson;
import dev.handshakelab.trace.Clock;
import dev.handshakelab.trace.Measures;
import dev.handshakelab.trace.Outcome;
import dev.handshakelab.trace.Party;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** One run of a request over one network. */
public record SessionResource(
    @Describe("a UUID of version 7, so ids sort by time of creation") UUID id,
    Mode mode,
    String scenario,
    @Describe(
            "0…2^53−1; the same seed gives the same simulated trace. Left out of what an"
                + " assignment gave to a STUDENT or PIPELINE, as are labels and spec.")
        @JsonInclude(JsonInclude.Include.NON_NULL)
        @Nullable Long seed,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Map<String, String> labels,
    Session.Status status,
    @Describe("why the lab could not carry it out, for FAILED") @Nullable String failure,
    @Describe("how connection 1 ended") @Nullable Outcome outcome,
    Instant createdAt,
    @Describe("the version of the lab that ran it") String engine,
    EndpointResource client,
    EndpointResource server,
    @Nullable Integer connectionCount,
    @Nullable Integer segmentCount,
    @Nullable Integer transitionCount,
    @Describe("from time zero to the last entry") @Nullable Long durationNs,
    @Nullable Clock clock,
    @Describe("the complete request: every member with its value")
        @JsonInclude(JsonInclude.Include.NON_NULL)
        @Nullable JsonNode spec,
    @Describe("of connection 1") @Nullable AnalysisResource analysis,
    @Describe("of connection 1") @Nullable TimingResource timing) {

  public static SessionResource of(Session session) {
    return of(session, false);
  }

  /** Without what would give the answers away. */
  public static SessionResource ofHidden(Session session) {
    return of(session, true);
  }

  private static SessionResource of(Session session, boolean hidden) {
    SessionRequest request = session.request();
    Session.Summary summary = session.summary();
    Measures first = summary == null ? null : summary.first();
    return new SessionResource(
        session.id(),
        request.mode(),
        request.scenario(),
        hidden ? null : request.seed(),
        hidden ? null : request.labels(),
        session.status(),
        session.failure(),
        first == null ? null : first.outcome(),
        session.createdAt(),
        session.engine(),
        EndpointResource.of(first, Party.CLIENT, request.client().stack()),
        EndpointResource.of(first, Party.SERVER, request.server().stack()),
        summary == null ? null : summary.connectionCount(),
        summary == null ? null : summary.segmentCount(),
        summary == null ? null : summary.transitionCount(),
        summary == null ? null : summary.durationNs(),
        summary == null ? null : summary.clock(),
        hidden ? null : SpecJson.toTree(request),
        first == null ? null : AnalysisResource.of(first.analysis()),
        first == null ? null : TimingResource.of(first.timing()));
  }
}
