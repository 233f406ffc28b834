package dev.handshakelab.api.document;

import static dev.handshakelab.api.document.Creation.applied;
import static dev.handshakelab.api.document.Creation.key;
import static dev.handshakelab.api.document.Creation.location;
import static dev.handshakelab.api.document.Creation.preference;
import static dev.handshakelab.api.document.Creation.replayed;
import static dev.handshakelab.api.document.Operations.get;
import static dev.handshakelab.api.document.Operations.ok;
import static dev.handshakelab.api.document.Parameters.instant;
import static dev.handshakelab.api.document.Parameters.oneOf;
import static dev.handshakelab.api.document.Parameters.paging;
import static dev.handshakelab.api.document.Parameters.query;
import static dev.handshakelab.api.document.Parameters.string;
import static dev.handshakelab.api.document.Parameters.whole;

import dev.handshakelab.api.HttpLimits;
import dev.handshakelab.api.document.Operation.Answer;
import dev.handshakelab.api.document.Operation.Content;
import dev.handshakelab.api.document.Operation.Header;
import dev.handshakelab.api.document.Operation.In;
import dev.handshakelab.api.document.Operation.Parameter;
import dev.handshakelab.api.problem.ProblemType;
import dev.handshakelab.api.representation.ComparisonHeadingResource;
import dev.handshakelab.api.representation.ComparisonResource;
import dev.handshakelab.history.Session;
import dev.handshakelab.session.ComparingLimits;
import java.util.List;
import org.springframework.http.HttpMethod;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The operations around comparisons, in words. */
final class ComparisonOperations {
  static final String COMPARISONS = "Comparisons";

  private static final String JSON = "application/json";
  private static final String PATH = "/api/v1/comparisons";

  private final RecordSchemas schemas;
  private final HttpLimits limits;
  private final ComparingLimits comparing;

  ComparisonOperations(RecordSchemas schemas, HttpLimits limits, ComparingLimits comparing) {
    this.schemas = schemas;
    this.limits = limits;
    this.comparing = comparing;
  }

  List<Operation> all() {
    return List.of(start(), comparisons(), comparison(), delete(), ladders());
  }

  private Operation start() {
    ObjectNode schema = schemas.of(ComparisonResource.class);
    Content over = new Content(JSON, schema, "comparison.json");
    Content running = new Content(JSON, schema, "comparison-running.json");
    List<Header> headers =
        List.of(location("comparison", PATH + "/" + Examples.SESSION_ID), applied(), replayed());
    return new Operation(
            HttpMethod.POST,
            PATH,
            "startComparison",
            COMPARISONS,
            "Compare the simulator with the kernel",
            "Runs a scenario, a request or the spec of a kept session simulated and several times"
                + " on this machine's kernel, and tells in what they differ: field by field, from"
                + " cause to effect, in the states and in the outcome. What is known to differ, a"
                + " race or a property of the machine, is `EXPLAINED` by its name in the catalogue"
                + " of divergences; all else is `UNEXPLAINED`. `profile` and `policy` concern the"
                + " simulated session only. A run in which this machine was very late is repeated."
                + " Answers 201 when it is over within the wait, else 202 with `RUNNING`.")
        .with(key(), preference(limits))
        .takes(question(), "request-comparison.json")
        .answers(
            new Answer(201, "It is over.", List.of(over), headers),
            new Answer(202, "It goes on.", List.of(running), headers))
        .refuses(
            ProblemType.HEADER,
            ProblemType.KEY_IN_FLIGHT,
            ProblemType.KEY_REUSED,
            ProblemType.NOT_FEASIBLE,
            ProblemType.NO_CAPACITY);
  }

  private ObjectNode question() {
    ObjectNode schema = JsonNodeFactory.instance.objectNode();
    schema.put("type", "object").put("additionalProperties", false);
    ObjectNode members = schema.putObject("properties");
    members
        .putObject("scenario")
        .put("type", "string")
        .put("description", "The name of a scenario. Give this, `session` or `request`.");
    members
        .putObject("session")
        .put("type", "string")
        .put("format", "uuid")
        .put("description", "A COMPLETED session, SIMULATED or REAL_SOCKET.");
    ObjectNode request = RecordSchemas.ref(SessionOperations.SESSION_REQUEST);
    members.set("request", request);
    members
        .putObject("runs")
        .put("type", "integer")
        .put("minimum", 1)
        .put("maximum", comparing.runs())
        .put("default", comparing.usualRuns())
        .put("description", "How many sessions on the kernel.");
    return schema;
  }

  private Operation comparisons() {
    return get(
            PATH,
            "listComparisons",
            COMPARISONS,
            "Find comparisons",
            "Newest first, each with how much it found; `GET` of one says what.")
        .with(
            query("scenario", "Only comparisons of this scenario.", string(), "lost-syn-ack"),
            query(
                "status",
                "Only comparisons that stand so.",
                oneOf(Session.Status.values()),
                "COMPLETED"),
            query(
                "createdFrom",
                "Only comparisons begun at this instant or later.",
                instant(),
                "2026-11-22T09:00:00Z"),
            query(
                "createdTo",
                "Only comparisons begun before this instant.",
                instant(),
                "2026-11-22T10:00:00Z"))
        .with(paging(limits))
        .answers(
            ok(
                "A page of comparisons.",
                schemas.pageOf(ComparisonHeadingResource.class),
                "comparisons.json"));
  }

  private Operation comparison() {
    return get(
            PATH + "/{id}",
            "getComparison",
            COMPARISONS,
            "One comparison",
            "With everything in which any run differs, in the order of places.")
        .with(id())
        .answers(ok("The comparison.", schemas.of(ComparisonResource.class), "comparison.json"))
        .refuses(ProblemType.NOT_FOUND);
  }

  private Operation delete() {
    return new Operation(
            HttpMethod.DELETE,
            PATH + "/{id}",
            "deleteComparison",
            COMPARISONS,
            "Forget a comparison",
            "What was found, that is; the sessions it ran stay, and are deleted as others are.")
        .with(id())
        .answers(new Answer(204, "It is gone.", List.of(), List.of()))
        .withoutBody()
        .refuses(ProblemType.NOT_FOUND, ProblemType.CONFLICT);
  }

  private Operation ladders() {
    return get(
            PATH + "/{id}/ladders",
            "getComparisonLadders",
            COMPARISONS,
            "Two ladders side by side",
            "What was simulated beside what the kernel did in one run, a segment and its"
                + " counterpart in one row, and below each row what differs in it. Numbers count"
                + " from the ISNs, timestamps from each side's first.")
        .with(id(), query("run", "Which run; without it the first.", whole(1, comparing.runs()), 1))
        .answers(
            new Answer(
                200,
                "The ladders.",
                List.of(new Content("text/plain", string(), "comparison.txt")),
                List.of()))
        .refuses(ProblemType.NOT_FOUND, ProblemType.CONFLICT);
  }

  private static Parameter id() {
    return new Parameter(
        In.PATH, "id", "The comparison's id.", string().put("format", "uuid"), Examples.SESSION_ID);
  }
}
