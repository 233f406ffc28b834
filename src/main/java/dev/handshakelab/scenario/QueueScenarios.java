package dev.handshakelab.scenario;

import dev.handshakelab.scenario.EndSpec.Profile;
import java.util.List;

/** The two queues of a listener, and what becomes of those who find no room in them. */
final class QueueScenarios {
  private static final Scenario BACKLOG_FULL =
      Scenario.of(
              "backlog-full",
              "The SYN queue is full",
              "Two SYNs from nowhere fill the queue of a listener with backlog 1; the honest client's"
                  + " SYN is dropped until they are given up.",
              "RFC 4987 §2; Linux tcp_conn_request",
              """
              {
                "server": {"backlog": 1, "synCookies": "NEVER", "synAckRetries": 1,
                  "sampleQueuesMs": 0},
                "network": {"delayMs": 10, "floods": [
                  {"atMs": 0, "perSecond": 1000, "count": 2}
                ]}
              }
              """,
              "A backlog of B admits B + 1 requests. Nobody tells the client that there is no room:"
                  + " to it the SYN is lost, so it repeats. The requests live 3 s with one repetition"
                  + " of the SYN+ACK; with the usual five it would be 63 s.")
          .only(Profile.LINUX);

  private static final String OVERFLOW =
      """
      {
        "server": {"backlog": 1, "accepts": false, "abortOnOverflow": %s, "sampleQueuesMs": 0},
        "network": {"delayMs": 10},
        "steps": [
          {"atMs": 0, "end": "CLIENT", "call": "OPEN", "port": 50001},
          {"atMs": 100, "end": "CLIENT", "call": "OPEN", "port": 50002},
          {"atMs": 101, "end": "CLIENT", "call": "OPEN"}%s
        ]
      }
      """;

  private static final Scenario ACCEPT_QUEUE_OVERFLOW =
      Scenario.of(
              "accept-queue-overflow",
              "Nobody accepts",
              "Two connections wait for a server that does not accept, as many as backlog 1 admits;"
                  + " the third segment of the next is dropped, and its client believes that it is"
                  + " connected.",
              "Linux tcp_check_req, tcp_conn_request",
              OVERFLOW.formatted(
                  "false",
                  """
                  ,
                  {"atMs": 2000, "end": "SERVER", "call": "ACCEPT"}\
                  """),
              "The client is ESTABLISHED from 121 ms on, the server not before 3 s: it repeats its"
                  + " SYN+ACK, as if the third segment had been lost, until there is room. A SYN that"
                  + " comes while the accept queue is full is not even answered.")
          .only(Profile.LINUX);

  private static final Scenario ABORT_ON_OVERFLOW =
      Scenario.of(
              "abort-on-overflow",
              "Nobody accepts, and the server says so",
              "The same with tcp_abort_on_overflow: the third segment is answered by a RST.",
              "Linux tcp_check_req, tcp_abort_on_overflow",
              OVERFLOW.formatted("true", ""),
              "The client is told at once, but as if the server had crashed: it was connected for"
                  + " 20 ms and is reset. A burst that a moment's patience would have outlived"
                  + " becomes errors.")
          .only(Profile.LINUX);

  private static final Scenario DEFERRED_ACCEPT =
      Scenario.of(
              "deferred-accept",
              "The listener waits for text",
              "With TCP_DEFER_ACCEPT the third segment alone wakes nobody: the connection is"
                  + " accepted when the client says something.",
              "Linux TCP_DEFER_ACCEPT",
              """
              {
                "server": {"deferAcceptMs": 3000},
                "steps": [
                  {"atMs": 0, "end": "CLIENT", "call": "OPEN"},
                  {"atMs": 500, "end": "CLIENT", "call": "SEND", "bytes": 10}
                ]
              }
              """,
              "Between the third segment and the first text the client is ESTABLISHED and the server"
                  + " in SYN_RECEIVED. The SYN+ACK is not repeated meanwhile, since the request knows"
                  + " that it was acknowledged.")
          .only(Profile.LINUX);

  private static final Scenario COOKIE_AND_LOST_ACK =
      Scenario.of(
              "cookie-and-lost-final-ack",
              "A cookie and a lost ACK",
              "The server answers by a SYN cookie and keeps nothing; the third segment is lost, and"
                  + " the client waits for a server that is to speak first.",
              "RFC 4987 §3.6",
              """
              {
                "server": {"synCookies": "ALWAYS"},
                "network": {"delayMs": 10, "faults": [
                  {"from": "CLIENT", "segment": "ACK", "action": "DROP"}
                ]},
                "exchange": {"serverBytes": 100}
              }
              """,
              "Nothing happens, and nothing will. A server that kept the request would repeat its"
                  + " SYN+ACK after a second; this one does not know that there ever was a client."
                  + " Let the client speak first, and its text brings the cookie back.")
          .only(Profile.LINUX);

  static final List<Scenario> ALL =
      List.of(
          BACKLOG_FULL,
          ACCEPT_QUEUE_OVERFLOW,
          ABORT_ON_OVERFLOW,
          DEFERRED_ACCEPT,
          COOKIE_AND_LOST_ACK);

  private QueueScenarios() {}
}
