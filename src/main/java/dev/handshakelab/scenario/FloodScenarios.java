package dev.handshakelab.scenario;

import dev.handshakelab.scenario.EndSpec.Profile;
import java.util.List;

/** A flood of SYNs from nowhere, and one honest client in it. */
final class FloodScenarios {
  private static final String FLOOD =
      """
      {
        "server": {"backlog": 64, "synCookies": "%s", "sampleQueuesMs": 1000},
        "network": {"delayMs": 10, "floods": [
          {"atMs": 0, "perSecond": 50, "count": %d}
        ]},
        "steps": [{"atMs": 10000, "end": "CLIENT", "call": "OPEN"}]
      }
      """;

  private static final Scenario WITHOUT =
      Scenario.of(
              "syn-flood",
              "A SYN flood",
              "Fifty SYNs a second from machines that do not exist fill the queue of a listener; the"
                  + " honest client's SYN is one of many that are dropped.",
              "RFC 4987 §2",
              FLOOD.formatted("NEVER", 5500),
              "Fifty small packets a second are enough: the queue is full after 1.3 s and stays so, since"
                  + " whatever runs out is taken by the flood within 20 ms. In the samples, the requests"
                  + " in the queue are the rate times the lifetime of one, but no more than the"
                  + " queue holds. Linux gives old requests up earlier when its queue is half full, so"
                  + " some get in by luck; here the client repeats its SYN for 131 s and has none.")
          .only(Profile.LINUX);

  private static final Scenario WITH =
      Scenario.of(
              "syn-flood-with-cookies",
              "A SYN flood, and cookies",
              "The same flood; the listener answers by SYN cookies once its queue is full, and the"
                  + " honest client gets in at once.",
              "RFC 4987 §3.6",
              FLOOD.formatted("WHEN_FULL", 1000),
              "The queue is as full as without, but nobody needs a place in it: what the server must"
                  + " know of the client is in its own SYN+ACK, and comes back with the ACK. Window"
                  + " scale and SACK survive in the timestamp; without timestamps they are lost.")
          .only(Profile.LINUX);

  static final List<Scenario> ALL = List.of(WITHOUT, WITH);

  private FloodScenarios() {}
}
