package dev.handshakelab.api.document;

import static dev.handshakelab.api.document.Creation.applied;
import static dev.handshakelab.api.document.Creation.key;
import static dev.handshakelab.api.document.Creation.location;
import static dev.handshakelab.api.document.Creation.preference;
import static dev.handshakelab.api.document.Creation.replayed;
import static dev.handshakelab.api.document.Operations.get;
import static dev.handshakelab.api.document.Operations.ok;
import static dev.handshakelab.api.document.Parameters.connection;
import static dev.handshakelab.api.document.Parameters.header;
import static dev.handshakelab.api.document.Parameters.oneOf;
import static dev.handshakelab.api.document.Parameters.paging;
import static dev.handshakelab.api.document.Parameters.party;
import static dev.handshakelab.api.document.Parameters.query;
import static dev.handshakelab.api.document.Parameters.sessionFilters;
import static dev.handshakelab.api.document.Parameters.sessionId;
import static dev.handshakelab.api.document.Parameters.string;

import dev.handshakelab.api.HttpLimits;
import dev.handshakelab.api.document.Operation.Answer;
import dev.handshakelab.api.document.Operation.Content;
import dev.handshakelab.api.document.Operation.Header;
import dev.handshakelab.api.problem.ProblemType;
import dev.handshakelab.api.representation.ConnectionResource;
import dev.handshakelab.api.representation.KernelResource;
import dev.handshakelab.api.representation.ReplayResource;
import dev.handshakelab.api.representation.SegmentResource;
import dev.handshakelab.api.representation.SessionResource;
import dev.handshakelab.api.representation.TimelineItem;
import dev.handshakelab.api.representation.TimingResource;
import dev.handshakelab.api.representation.TraceResource;
import dev.handshakelab.api.representation.TransitionResource;
import java.util.List;
import org.springframework.http.HttpMethod;

/** The operations of sessions, in words. */
final class SessionOperations {
  static final String SESSIONS = "Sessions";
  static final String PARTS = "What happened";
  static final String SESSION_REQUEST = "SessionRequest";

  private static final String JSON = "application/json";
  private static final String SESSION_PATH = "/api/v1/sessions/{id}";

  private final RecordSchemas schemas;
  private final HttpLimits limits;

  SessionOperations(RecordSchemas schemas, HttpLimits limits) {
    this.schemas = schemas;
    this.limits = limits;
  }

  List<Operation> all() {
    return List.of(
        start(),
        sessions(),
        session(),
        delete(),
        replay(),
        connections(),
        segments(),
        transitions(),
        timing(),
        kernel(),
        timeline(),
        events(),
        trace(),
        traceFile());
  }

  private Operation start() {
    Content session = new Content(JSON, schemas.of(SessionResource.class), "session.json");
    Content running = new Content(JSON, schemas.of(SessionResource.class), "session-running.json");
    List<Header> headers =
        List.of(
            location("session", "/api/v1/sessions/" + Examples.SESSION_ID), applied(), replayed());
    return new Operation(
            HttpMethod.POST,
            "/api/v1/sessions",
            "startSession",
            SESSIONS,
            "Run a session",
            "Runs what is asked for and keeps all of it. Every member is optional: `{}` is a"
                + " simulated basic handshake. A scenario fills in the rest; members given beside"
                + " it override it. What the mode or the profile cannot honour is refused, never"
                + " ignored. Answers 201 when it is over within the wait, else 202 with `RUNNING`.")
        .with(key(), preference(limits))
        .takes(
            RecordSchemas.ref(SESSION_REQUEST),
            "request-empty.json",
            "request-handshake.json",
            "request-full.json")
        .answers(
            new Answer(201, "It is over.", List.of(session), headers),
            new Answer(202, "It goes on.", List.of(running), headers))
        .refuses(
            ProblemType.HEADER,
            ProblemType.KEY_IN_FLIGHT,
            ProblemType.KEY_REUSED,
            ProblemType.NOT_FEASIBLE,
            ProblemType.NO_CAPACITY);
  }

  private Operation sessions() {
    return get("/api/v1/sessions", "listSessions", SESSIONS, "Find sessions", "Newest first.")
        .with(sessionFilters())
        .with(paging(limits))
        .answers(ok("A page of sessions.", schemas.pageOf(SessionResource.class), "sessions.json"));
  }

  private Operation session() {
    return ofSession("", "getSession", SESSIONS, "One session", "With its complete request.")
        .answers(ok("The session.", schemas.of(SessionResource.class), "session.json"));
  }

  private Operation delete() {
    return new Operation(
            HttpMethod.DELETE,
            SESSION_PATH,
            "deleteSession",
            SESSIONS,
            "Forget a session",
            "With all of its rows.")
        .with(sessionId())
        .answers(new Answer(204, "It is gone.", List.of(), List.of()))
        .withoutBody()
        .refuses(ProblemType.NOT_FOUND, ProblemType.CONFLICT);
  }

  private Operation replay() {
    return new Operation(
            HttpMethod.POST,
            SESSION_PATH + "/replay",
            "replaySession",
            SESSIONS,
            "Run a session again",
            "Runs the stored spec of a SIMULATED session again and compares, entry by entry. With"
                + " the same `engine` version the two are identical on every machine.")
        .with(sessionId())
        .answers(ok("What became of it.", schemas.of(ReplayResource.class), "replay.json"))
        .refuses(
            ProblemType.NOT_FOUND,
            ProblemType.CONFLICT,
            ProblemType.NOT_FEASIBLE,
            ProblemType.NO_CAPACITY);
  }

  private Operation connections() {
    return ofSession(
            "/connections",
            "listConnections",
            PARTS,
            "Its connections",
            "Connection 1 is the session's own conversation.")
        .with(paging(limits))
        .answers(
            ok(
                "A page of connections.",
                schemas.pageOf(ConnectionResource.class),
                "connections.json"));
  }

  private Operation segments() {
    return ofSession(
            "/segments",
            "listSegments",
            PARTS,
            "Its segments",
            "In order of sending, lost ones included.")
        .with(
            connection(),
            party("from", "Only segments that this end sent."),
            query(
                "flags",
                "Only segments with exactly these flags: names with commas between them.",
                string().put("pattern", "^((FIN|SYN|RST|PSH|ACK|URG|ECE|CWR)(,|$))*$"),
                "SYN,ACK"))
        .with(paging(limits))
        .answers(ok("A page of segments.", schemas.pageOf(SegmentResource.class), "segments.json"));
  }

  private Operation transitions() {
    return ofSession(
            "/transitions",
            "listTransitions",
            PARTS,
            "Its state transitions",
            "In order, each with its cause and the rule that made it.")
        .with(connection(), party("endpoint", "Only transitions of this end."))
        .with(paging(limits))
        .answers(
            ok(
                "A page of transitions.",
                schemas.pageOf(TransitionResource.class),
                "transitions.json"));
  }

  private Operation timing() {
    return ofSession(
            "/timing",
            "getTiming",
            PARTS,
            "Its times",
            "Those of connection 1; a member is null when it did not happen. 409 while it runs.")
        .answers(ok("The times.", schemas.of(TimingResource.class), "timing.json"))
        .refuses(ProblemType.CONFLICT);
  }

  private Operation kernel() {
    return ofSession(
            "/kernel",
            "getKernel",
            PARTS,
            "What the kernel says of it",
            "Of a REAL_SOCKET session: tcp_info of both ends, the saved SYN against the capture, what"
                + " was added to the kernel's counters, settings, the link's delays, and how whole"
                + " the capture is. Of a HYBRID session the same of the kernel's end, and nothing of the"
                + " simulator's. 409 when no kernel took part, or while it runs.")
        .answers(ok("What the kernel says.", schemas.of(KernelResource.class), "kernel.json"))
        .refuses(ProblemType.CONFLICT);
  }

  private Operation timeline() {
    return ofSession(
            "/timeline",
            "listTimeline",
            PARTS,
            "Everything that happened",
            "Segments, arrivals, transitions, timers, calls, samples, ICMP and notes, in order.")
        .with(paging(limits))
        .answers(ok("A page of entries.", schemas.pageOf(TimelineItem.class), "timeline.json"));
  }

  private Operation events() {
    return ofSession(
            "/events",
            "followEvents",
            PARTS,
            "Everything as it happens",
            "The timeline as Server-Sent Events, live while the session runs: `id` is the number"
                + " of the entry, `data` the entry as in the timeline. `event: end` closes.")
        .with(
            header(
                "Last-Event-ID",
                "The id of the last event that is known: the stream goes on after it.",
                string(),
                "12"))
        .answers(
            new Answer(
                200,
                "The stream.",
                List.of(new Content("text/event-stream", string(), "events.txt")),
                List.of()))
        .refuses(ProblemType.HEADER);
  }

  private Operation trace() {
    return ofSession(
            "/trace",
            "getTrace",
            PARTS,
            "The whole trace, by what is accepted",
            "One trace, many renderings. 409 while it runs.")
        .answers(renderings())
        .refuses(ProblemType.CONFLICT);
  }

  private Operation traceFile() {
    return get(
            SESSION_PATH + "/trace.{extension}",
            "getTraceFile",
            PARTS,
            "The whole trace, by the ending of the path",
            "For links and files. 409 while it runs.")
        .with(
            sessionId(),
            new Operation.Parameter(
                Operation.In.PATH,
                "extension",
                "Which rendering.",
                oneOf(List.of("json", "txt")),
                "txt"))
        .answers(renderings())
        .refuses(ProblemType.NOT_FOUND, ProblemType.CONFLICT);
  }

  private Answer renderings() {
    return ok("The trace.", schemas.of(TraceResource.class), "trace.json")
        .and(new Content("text/plain", string(), "trace.txt"));
  }

  private static Operation ofSession(
      String below, String id, String tag, String summary, String description) {
    return get(SESSION_PATH + below, id, tag, summary, description)
        .with(sessionId())
        .refuses(ProblemType.NOT_FOUND);
  }
}
