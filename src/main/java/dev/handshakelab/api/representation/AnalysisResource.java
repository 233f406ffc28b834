package dev.handshakelab.api.representation;

import dev.handshakelab.trace.Analysis;

/** What Zeek and Wireshark would say of a connection, computed from its segments. */
public record AnalysisResource(
    @Describe("Zeek's conn_state, e.g. S1 or SF") String connState,
    @Describe("Zeek's history, e.g. ShADadFf") String history,
    @Describe(
            "Wireshark's completeness: the sum of 1 SYN, 2 SYN-ACK, 4 ACK, 8 DATA, 16 FIN, 32 RST")
        int completeness,
    @Describe("whether both ISNs were acknowledged exactly") boolean ackSynchronized) {

  static AnalysisResource of(Analysis analysis) {
    return new AnalysisResource(
        analysis.connState(),
        analysis.history(),
        analysis.completeness(),
        analysis.ackSynchronized());
  }
}
