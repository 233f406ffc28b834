package dev.handshakelab.scenario;

import dev.handshakelab.tcp.StateName;
import dev.handshakelab.trace.Outcome;
import dev.handshakelab.trace.Party;
import java.util.List;

/**
 * What a scenario comes to: its segments in order of sending, the states that each end went
 * through, and how it ended.
 *
 * <p>Segments are in the one notation. Numbers of a side whose ISN the scenario fixes are absolute,
 * as the RFC prints them; those of a side whose ISN is drawn are counted from it, so that every
 * seed gives the same lines. Timestamps are counted from the first one of their side in the
 * session, an echo from the first of the side that is echoed. A Fast Open cookie, which follows
 * from the seed, is shown as zeros.
 *
 * @param lines of the conversations between the two sockets of conversation 1
 * @param clientPath in conversation 1, beginning with CLOSED
 * @param serverPath likewise; the listener's move to LISTEN counts as the server's
 */
public record Expectation(
    List<Line> lines, List<StateName> clientPath, List<StateName> serverPath, Outcome outcome) {
  public Expectation {
    lines = List.copyOf(lines);
    clientPath = List.copyOf(clientPath);
    serverPath = List.copyOf(serverPath);
  }

  /** The segments alone. */
  public List<String> segments() {
    return lines.stream().map(Line::segment).toList();
  }

  /**
   * A segment.
   *
   * @param atNs when it is sent
   * @param from who sends it, or whom an injected one claims to be from
   */
  public record Line(long atNs, Party from, String segment) {}
}
