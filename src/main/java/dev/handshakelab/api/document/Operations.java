package dev.handshakelab.api.document;

import static dev.handshakelab.api.document.Parameters.named;
import static dev.handshakelab.api.document.Parameters.oneOf;
import static dev.handshakelab.api.document.Parameters.paging;
import static dev.handshakelab.api.document.Parameters.query;
import static dev.handshakelab.api.document.Parameters.sessionFilters;
import static dev.handshakelab.api.document.Parameters.string;

import dev.handshakelab.api.HttpLimits;
import dev.handshakelab.api.document.Operation.Answer;
import dev.handshakelab.api.document.Operation.Content;
import dev.handshakelab.api.problem.ProblemType;
import dev.handshakelab.api.representation.CapabilitiesResource;
import dev.handshakelab.api.representation.IsnSampleResource;
import dev.handshakelab.api.representation.PolicyResource;
import dev.handshakelab.api.representation.ProblemTypeResource;
import dev.handshakelab.api.representation.ScenarioResource;
import dev.handshakelab.api.representation.TimingsResource;
import dev.handshakelab.session.ComparingLimits;
import java.util.ArrayList;
import java.util.List;
import org.springframework.http.HttpMethod;
import tools.jackson.databind.node.ObjectNode;

/** Every operation of the service, in words. A test holds this list to what is mapped. */
final class Operations {
  static final String ISN_QUESTION = "IsnQuestion";

  private static final String FIGURES = "Timings";
  private static final String CATALOGUE = "Scenarios";
  private static final String SERVICE = "Service";

  /** Each tag with its description, in order. */
  static final List<Tag> TAGS =
      List.of(
          new Tag(
              SessionOperations.SESSIONS,
              "Run a handshake, find it again, run it again, forget it."),
          new Tag(
              SessionOperations.PARTS, "Every segment, transition, timer and call of one session."),
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

  private final RecordSchemas schemas;
  private final HttpLimits limits;
  private final ComparingLimits comparing;

  Operations(RecordSchemas schemas, HttpLimits limits, ComparingLimits comparing) {
    this.schemas = schemas;
    this.limits = limits;
    this.comparing = comparing;
  }

  List<Operation> all() {
    List<Operation> all = new ArrayList<>(new SessionOperations(schemas, limits).all());
    all.addAll(ofCatalogue());
    all.addAll(new ComparisonOperations(schemas, limits, comparing).all());
    all.addAll(new RubricOperations(schemas, limits).all());
    all.addAll(new CourseOperations(schemas, limits).all());
    all.addAll(new GradeOperations(schemas, limits).all());
    all.addAll(new TokenOperations(schemas, limits).all());
    all.addAll(List.of(capabilities(), problems(), problem()));
    return all;
  }

  private List<Operation> ofCatalogue() {
    return List.of(timings(), isnSamples(), scenarios(), scenario(), policies());
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

  static Answer ok(String description, ObjectNode schema, String example) {
    return new Answer(200, description, List.of(new Content(JSON, schema, example)), List.of());
  }
}
