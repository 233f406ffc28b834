package dev.handshakelab.api.document;

import static dev.handshakelab.api.document.Parameters.connection;
import static dev.handshakelab.api.document.Parameters.header;
import static dev.handshakelab.api.document.Parameters.named;
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
import dev.handshakelab.api.representation.CapabilitiesResource;
import dev.handshakelab.api.representation.ConnectionResource;
import dev.handshakelab.api.representation.IsnSampleResource;
import dev.handshakelab.api.representation.KernelResource;
import dev.handshakelab.api.representation.PolicyResource;
import dev.handshakelab.api.representation.ProblemTypeResource;
import dev.handshakelab.api.representation.ReplayResource;
import dev.handshakelab.api.representation.ScenarioResource;
import dev.handshakelab.api.representation.SegmentResource;
import dev.handshakelab.api.representation.SessionResource;
import dev.handshakelab.api.representation.TimelineItem;
import dev.handshakelab.api.representation.TimingResource;
import dev.handshakelab.api.representation.TimingsResource;
import dev.handshakelab.api.representation.TraceResource;
import dev.handshakelab.api.representation.TransitionResource;
import java.util.ArrayList;
import java.util.List;
import org.springframework.http.HttpMethod;
import tools.jackson.databind.node.ObjectNode;

/** Every operation of the service, in words. A test holds this list to what is mapped. */
final class Operations {
  static final String SESSION_REQUEST = "SessionRequest";
  static final String ISN_QUESTION = "IsnQuestion";

  private static final String SESSIONS = "Sessions";
  private static final String PARTS = "What happened";
  private static final String FIGURES = "Timings";
  private static final String CATALOGUE = "Scenarios";
  private static final String SERVICE = "Service";

  /** Each tag with its description, in order. */
  static final List<Tag> TAGS =
      List.of(
          new Tag(SESSIONS, "Run a handshake, find it again, run it again, forget it."),
          new Tag(PARTS, "Every segment, transition, timer and call of one session."),
          new Tag(FIGURES, "One time over many sessions."),
          new Tag(CATALOGUE, "What is worth showing, and what can be set otherwise."),
          new Tag(
              ComparisonOperations.COMPARISONS,
              "In what a kernel differs from what is simulated, and why."),
          new Tag(RubricOperations.RUBRICS, "What is asked of a session and what it is worth."),
          new Tag(CourseOperations.COURSES, "From setting homework to a gradebook."),
          new Tag(TokenOperations.TOKENS, "Who may call, and what for."),
          new Tag(SERVICE, "What this process can do, and what its problems mean."));

  record Tag(String name, String description) {}

  private static final String JSON = "application/json";
  private static final String SESSION_PATH = "/api/v1/sessions/{id}";

  private final RecordSchemas schemas;
  private final HttpLimits limits;

  Operations(RecordSchemas schemas, HttpLimits limits) {
    this.schemas = schemas;
    this.limits = limits;
  }

  List<Operation> all() {
    List<Operation> all = new ArrayList<>(ofSessions());
    all.addAll(new ComparisonOperations(schemas, limits).all());
    all.addAll(new RubricOperations(schemas, limits).all());
    all.addAll(new CourseOperations(schemas, limits).all());
    all.addAll(new TokenOperations(schemas, limits).all());
    all.addAll(List.of(capabilities(), problems(), problem()));
    return all;
  }

  private List<Operation> ofSessions() {
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
        traceFile(),
        timings(),
        isnSamples(),
        scenarios(),
        scenario(),
        policies());
  }

  private Operation start() {
    Content session = new Content(JSON, schemas.of(SessionResource.class), "session.json");
    Content running = new Content(JSON, schemas.of(SessionResource.class), "session-running.json");
    Header location =
        new Header("Location", "The session.", string(), "/api/v1/sessions/" + Examples.SESSION_ID);
    Header applied =
        new Header("Preference-Applied", "The preference that was honoured.", string(), "wait=10");
    Header replayed =
        new Header(
            "Idempotency-Replayed",
            "`true` when this is the answer to an earlier call with the same key.",
            string(),
            "true");
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
        .with(
            header(
                "Idempotency-Key",
                "1…255 visible ASCII characters, kept for 24 hours: the same key and body are"
                    + " answered with the first answer again, another body is refused.",
                string().put("minLength", 1).put("maxLength", 255),
                "homework-3-attempt-1"),
            header(
                "Prefer",
                "`wait=N`: how many seconds to wait for the end, at most "
                    + limits.maxWait().toSeconds()
                    + "; without it "
                    + limits.defaultWait().toSeconds()
                    + ".",
                string(),
                "wait=10"))
        .takes(
            RecordSchemas.ref(SESSION_REQUEST),
            "request-empty.json",
            "request-handshake.json",
            "request-full.json")
        .answers(
            new Answer(201, "It is over.", List.of(session), List.of(location, applied, replayed)),
            new Answer(202, "It goes on.", List.of(running), List.of(location, applied, replayed)))
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
                + " the capture is. 409 when no kernel took part, or while it runs.")
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

  private Operation timings() {
    return get(
            "/api/v1/timings",
            "getTimings",
            FIGURES,
            "How a time is distributed",
            "Exact percentiles by nearest rank and a histogram, over the sessions that match."
                + " Sessions in which it did not happen are not counted.")
        .with(
            query(
                "measure",
                "Which time. Required.",
                oneOf(List.of("handshake", "clientRtt", "serverRtt", "retransmissionWait")),
                "handshake"),
            query(
                "groupBy",
                "What sessions must have in common to be counted together: `scenario`, `mode`,"
                    + " `outcome` or `label.<name>`. Without it there is one group.",
                string(),
                "scenario"))
        .with(sessionFilters())
        .answers(ok("The figures.", schemas.of(TimingsResource.class), "timings.json"));
  }

  private Operation isnSamples() {
    return new Operation(
            HttpMethod.POST,
            "/api/v1/isn-samples",
            "sampleIsns",
            FIGURES,
            "How predictable ISNs are",
            "Asks a generator of ISNs again and again, from ever new ports and from one, and says in"
                + " the figures of Nmap's OS detection how well the next could be foretold. Nothing"
                + " is kept.")
        .takes(RecordSchemas.ref(ISN_QUESTION), "isn-question.json", "request-empty.json")
        .answers(ok("What came of it.", schemas.of(IsnSampleResource.class), "isn-sample.json"))
        .refuses(ProblemType.NOT_FEASIBLE);
  }

  private Operation scenarios() {
    return get(
            "/api/v1/scenarios", "listScenarios", CATALOGUE, "The catalogue", "In order of name.")
        .with(paging(limits))
        .answers(
            ok("A page of scenarios.", schemas.pageOf(ScenarioResource.class), "scenarios.json"));
  }

  private Operation scenario() {
    return get(
            "/api/v1/scenarios/{name}",
            "getScenario",
            CATALOGUE,
            "One scenario",
            "The request it stands for, what comes of it under each profile, and what to look at.")
        .with(named("name", "The scenario's name.", "lost-syn"))
        .answers(ok("The scenario.", schemas.of(ScenarioResource.class), "scenario.json"))
        .refuses(ProblemType.NOT_FOUND);
  }

  private Operation policies() {
    return get(
            "/api/v1/policies",
            "listPolicies",
            CATALOGUE,
            "The switches of a simulated end",
            "Where RFC 9293 leaves a choice, contradicts itself, or is not followed by Linux:"
                + " `client.policy` and `server.policy` of a request set single ones. In order of"
                + " name.")
        .with(paging(limits))
        .answers(ok("A page of switches.", schemas.pageOf(PolicyResource.class), "policies.json"));
  }

  private Operation capabilities() {
    return get(
            "/api/v1/capabilities",
            "getCapabilities",
            SERVICE,
            "What this process can run",
            "Each mode, and for what it cannot do, why and what would enable it.")
        .answers(ok("The modes.", schemas.of(CapabilitiesResource.class), "capabilities.json"));
  }

  private Operation problems() {
    return get(
            "/problems",
            "listProblems",
            SERVICE,
            "Every kind of problem",
            "What `type` of a problem can be.")
        .answers(ok("All of them.", schemas.listOf(ProblemTypeResource.class), "problems.json"));
  }

  private Operation problem() {
    return get(
            "/problems/{name}",
            "getProblem",
            SERVICE,
            "One kind of problem",
            "The page that `type` of a problem leads to.")
        .with(named("name", "The last part of `type`.", "not-feasible"))
        .answers(
            ok("What it means.", schemas.of(ProblemTypeResource.class), "problem.json")
                .and(new Content("text/plain", string(), "problem.txt"))
                .and(new Content("text/markdown", string(), "problem.txt")))
        .refuses(ProblemType.NOT_FOUND);
  }

  static Operation get(String path, String id, String tag, String summary, String description) {
    return new Operation(HttpMethod.GET, path, id, tag, summary, description);
  }

  private static Operation ofSession(
      String below, String id, String tag, String summary, String description) {
    return get(SESSION_PATH + below, id, tag, summary, description)
        .with(sessionId())
        .refuses(ProblemType.NOT_FOUND);
  }

  static Answer ok(String description, ObjectNode schema, String example) {
    return new Answer(200, description, List.of(new Content(JSON, schema, example)), List.of());
  }
}
