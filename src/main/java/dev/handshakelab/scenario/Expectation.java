package dev.handshakelab.scenario;

import dev.handshakelab.tcp.StateName;
import dev.handshakelab.trace.Outcome;
import java.util.List;

/**
 * What a scenario comes to: connection 1's segments in order of sending, the states that each end
 * went through, and how it ended.
 *
 * <p>Segments are in the one notation. Numbers of a side whose ISN the scenario fixes are absolute,
 * as the RFC prints them; those of a side whose ISN is drawn are counted from it, so that every
 * seed gives the same lines. Timestamps are counted from the first one of their side in the
 * session, an echo from the first of the side that is echoed.
 *
 * @param clientPath beginning with CLOSED
 * @param serverPath beginning with CLOSED; the listener's move to LISTEN counts as the server's
 */
public record Expectation(
    List<String> segments,
    List<StateName> clientPath,
    List<StateName> serverPath,
    Outcome outcome) {
  public Expectation {
    segments = List.copyOf(segments);
    clientPath = List.copyOf(clientPath);
    serverPath = List.copyOf(serverPath);
  }
}
