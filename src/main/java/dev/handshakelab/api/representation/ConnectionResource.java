package dev.handshakelab.api.representation;

import dev.handshakelab.scenario.SessionRequest;
import dev.handshakelab.trace.Conversation;
import dev.handshakelab.trace.Measures;
import dev.handshakelab.trace.Outcome;
import dev.handshakelab.trace.Party;

/** One connection of a session. */
public record ConnectionResource(
    @Describe("from 1; connection 1 is the session's own conversation") int number,
    EndpointResource client,
    EndpointResource server,
    @Describe("which use of this pair of addresses and ports, from 1") int incarnation,
    Conversation.Opening opening,
    Outcome outcome,
    AnalysisResource analysis,
    TimingResource timing) {

  /**
   * @param request of the session, which says who plays the two ends
   */
  public static ConnectionResource of(Measures measures, SessionRequest request) {
    Conversation conversation = measures.conversation();
    return new ConnectionResource(
        conversation.number(),
        EndpointResource.of(measures, Party.CLIENT, request.client().stack()),
        EndpointResource.of(measures, Party.SERVER, request.server().stack()),
        conversation.incarnation(),
        conversation.opening(),
        measures.outcome(),
        AnalysisResource.of(measures.analysis()),
        TimingResource.of(measures.timing()));
  }
}
