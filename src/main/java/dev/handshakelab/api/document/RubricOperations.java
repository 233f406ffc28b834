package dev.handshakelab.api.document;

import static dev.handshakelab.api.document.Operations.get;
import static dev.handshakelab.api.document.Operations.ok;
import static dev.handshakelab.api.document.Parameters.named;
import static dev.handshakelab.api.document.Parameters.paging;
import static dev.handshakelab.api.document.Parameters.query;
import static dev.handshakelab.api.document.Parameters.string;

import dev.handshakelab.api.HttpLimits;
import dev.handshakelab.api.document.Operation.Answer;
import dev.handshakelab.api.document.Operation.Content;
import dev.handshakelab.api.document.Operation.Header;
import dev.handshakelab.api.problem.ProblemType;
import dev.handshakelab.api.representation.GradeResource;
import dev.handshakelab.api.representation.RubricResource;
import dev.handshakelab.api.representation.RubricSoundResource;
import java.util.List;
import org.springframework.http.HttpMethod;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The operations around rubrics, in words. */
final class RubricOperations {
  static final String RUBRICS = "Rubrics";
  static final String RUBRIC = "Rubric";

  private static final String JSON = "application/json";
  private static final String VERSION = "/api/v1/rubrics/{id}/versions/{version}";

  private final RecordSchemas schemas;
  private final HttpLimits limits;

  RubricOperations(RecordSchemas schemas, HttpLimits limits) {
    this.schemas = schemas;
    this.limits = limits;
  }

  List<Operation> all() {
    return List.of(rubrics(), rubric(), keep(), validate(), tryOut(), schema());
  }

  private Operation rubrics() {
    return get(
            "/api/v1/rubrics",
            "listRubrics",
            RUBRICS,
            "Find rubrics",
            "Those that come with the lab and those that were kept, by id and version.")
        .with(paging(limits))
        .answers(ok("A page of versions.", schemas.pageOf(RubricResource.class), "rubrics.json"))
        .refuses(ProblemType.NO_CAPACITY);
  }

  private Operation rubric() {
    return get(
            VERSION,
            "getRubric",
            RUBRICS,
            "One version of a rubric",
            "The document as it was sent, in the language in which it was sent. `ETag` is its"
                + " SHA-256.")
        .with(of("hs-basics"))
        .answers(
            new Answer(
                200,
                "The document.",
                List.of(
                    new Content(JSON, RecordSchemas.ref(RUBRIC), "request-rubric.json"),
                    new Content("application/yaml", string(), "rubric-yaml.txt")),
                List.of(etag())))
        .refuses(ProblemType.NOT_FOUND, ProblemType.NO_CAPACITY);
  }

  private Operation keep() {
    Content kept = new Content(JSON, schemas.of(RubricResource.class), "rubric.json");
    return new Operation(
            HttpMethod.PUT,
            VERSION,
            "keepRubric",
            RUBRICS,
            "Keep a version of a rubric",
            "Once kept it is never changed: the same octets again are answered 200, others 409.")
        .with(of("hs-basics"))
        .takes(RecordSchemas.ref(RUBRIC), "request-rubric.json")
        .orYaml("rubric-yaml.txt")
        .answers(
            new Answer(201, "It is kept.", List.of(kept), List.of(etag())),
            new Answer(200, "It was kept before.", List.of(kept), List.of(etag())))
        .refuses(
            ProblemType.NOT_FOUND,
            ProblemType.CONFLICT,
            ProblemType.RUBRIC,
            ProblemType.NO_CAPACITY);
  }

  private Operation validate() {
    return new Operation(
            HttpMethod.POST,
            "/api/v1/rubrics/validate",
            "validateRubric",
            RUBRICS,
            "Find out what is wrong with a rubric",
            "Everything at once, each with JSON pointer, line and column. Nothing is kept.")
        .takes(RecordSchemas.ref(RUBRIC), "request-rubric.json")
        .orYaml("rubric-yaml.txt")
        .answers(
            ok(
                "Nothing: this is what it was understood as.",
                schemas.of(RubricSoundResource.class),
                "rubric-sound.json"))
        .refuses(ProblemType.RUBRIC, ProblemType.NO_CAPACITY);
  }

  private Operation tryOut() {
    return new Operation(
            HttpMethod.POST,
            "/api/v1/rubrics/try",
            "tryRubric",
            RUBRICS,
            "Try a rubric out",
            "Grades answers by a rubric on a kept session, as an attempt would be. Nothing is kept"
                + " and nobody is graded.")
        .with(
            query(
                "format",
                "In which format the grade is wanted; wins over `Accept`. A format may take"
                    + " parameters of its own.",
                string(),
                "native"))
        .takes(trial(), "request-trial.json")
        .answers(ok("The grade.", schemas.of(GradeResource.class), "grade.json"))
        .refuses(
            ProblemType.NOT_FEASIBLE,
            ProblemType.RUBRIC,
            ProblemType.ANSWERS,
            ProblemType.NO_CAPACITY);
  }

  private Operation schema() {
    return get(
            "/schemas/rubric-v1.json",
            "getRubricSchema",
            RUBRICS,
            "The JSON schema of rubrics",
            "For editors, which can then help whoever writes one.")
        .answers(
            new Answer(
                200,
                "The schema.",
                List.of(
                    new Content(
                        "application/schema+json",
                        JsonNodeFactory.instance.objectNode().put("type", "object"),
                        "rubric-schema.json")),
                List.of()));
  }

  private static Operation.Parameter[] of(String id) {
    return new Operation.Parameter[] {
      named("id", "The rubric's id.", id),
      new Operation.Parameter(
          Operation.In.PATH, "version", "Which version, from 1.", Parameters.whole(1, 1_000_000), 1)
    };
  }

  private static Header etag() {
    return new Header(
        "ETag", "SHA-256 of the document, in hex.", string(), "\"" + "0".repeat(64) + "\"");
  }

  private static ObjectNode trial() {
    ObjectNode schema = JsonNodeFactory.instance.objectNode();
    schema.put("type", "object").put("additionalProperties", false);
    ArrayNode required = schema.putArray("required");
    required.add("rubric").add("session");
    ObjectNode members = schema.putObject("properties");
    members
        .putObject("rubric")
        .put(
            "description",
            "A rubric; or one in YAML, as a string; or `id` and `version` of a kept one.");
    members
        .putObject("session")
        .put("type", "string")
        .put("format", "uuid")
        .put("description", "The id of a kept session.");
    ObjectNode answers = members.putObject("answers");
    answers
        .put("type", "object")
        .put("description", "By the ids of the checks: numbers, strings, or lists of these.");
    answers.put("additionalProperties", true);
    return schema;
  }
}
