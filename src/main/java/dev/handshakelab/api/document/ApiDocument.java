package dev.handshakelab.api.document;

import dev.handshakelab.api.HttpLimits;
import dev.handshakelab.api.document.Operation.Answer;
import dev.handshakelab.api.document.Operation.Content;
import dev.handshakelab.api.document.Operation.Header;
import dev.handshakelab.api.document.Operation.In;
import dev.handshakelab.api.document.Operation.Parameter;
import dev.handshakelab.api.problem.Problem;
import dev.handshakelab.api.problem.ProblemType;
import dev.handshakelab.api.security.Routes;
import dev.handshakelab.scenario.IsnQuestion;
import dev.handshakelab.scenario.Limits;
import dev.handshakelab.scenario.Members;
import dev.handshakelab.session.ComparingLimits;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The OpenAPI 3.1 document. It is the same for every caller and every start, and is written from
 * what the code runs on: the shapes that bodies are checked against, the records that are answered,
 * the catalogue of problems.
 */
public final class ApiDocument {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private static final String TOKEN = "token";

  private final RecordSchemas schemas = new RecordSchemas();
  private final ObjectNode document;
  private final List<Operation> operations;

  /**
   * @param version of the service
   */
  public ApiDocument(String version, HttpLimits http, Limits request, ComparingLimits comparing) {
    schemas.add(
        SessionOperations.SESSION_REQUEST,
        ShapeSchemas.of(Members.of(request))
            .put("description", "What is asked to happen. Every member is optional."));
    schemas.add(
        RubricOperations.RUBRIC,
        JSON.objectNode()
            .put("type", "object")
            .put("additionalProperties", true)
            .put("description", "A rubric; `/schemas/rubric-v1.json` is its schema."));
    schemas.add(
        Operations.ISN_QUESTION,
        ShapeSchemas.of(IsnQuestion.shape(request))
            .put(
                "description",
                "Which generator is asked, and how often. Every member is optional."));
    schemas.add(TokenOperations.TOKEN_REQUEST, TokenOperations.request());
    operations = new Operations(schemas, http, comparing).all();
    JsonNode problemSchema = schemas.of(Problem.class);

    document = JSON.objectNode();
    document.put("openapi", "3.1.0");
    document.set("info", info(version));
    document.putArray("servers").addObject().put("url", "/").put("description", "This service.");
    document.set("security", security());
    ArrayNode tags = document.putArray("tags");
    Operations.TAGS.forEach(
        tag -> tags.addObject().put("name", tag.name()).put("description", tag.description()));
    ObjectNode paths = document.putObject("paths");
    for (Operation operation : operations) {
      ObjectNode path = (ObjectNode) paths.path(operation.path).asOptional().orElse(null);
      if (path == null) {
        path = paths.putObject(operation.path);
      }
      path.set(
          operation.method.name().toLowerCase(Locale.ROOT), operation(operation, problemSchema));
    }
    ObjectNode components = document.putObject("components");
    components
        .putObject("securitySchemes")
        .putObject(TOKEN)
        .put("type", "http")
        .put("scheme", "bearer")
        .put("bearerFormat", "hsl_<kind>_<random>")
        .put(
            "description",
            "A token that an instructor made (`POST /api/v1/tokens`). A lab that is open, as it is"
                + " by default while it listens on a loopback address only, asks for none and takes"
                + " whoever shows none for an instructor.");
    ObjectNode all = components.putObject("schemas");
    schemas.all().forEach(all::set);
    ObjectNode examples = components.putObject("examples");
    Set<ProblemType> told = EnumSet.noneOf(ProblemType.class);
    operations.forEach(operation -> told.addAll(operation.problems));
    for (ProblemType type : told) {
      ObjectNode example = examples.putObject(type.slug());
      example.put("summary", type.title());
      example.set("value", MAPPER.valueToTree(Examples.problem(type)));
    }
  }

  /** Where every operation is found. */
  public Routes routes() {
    return new Routes(
        operations.stream()
            .map(each -> new Routes.Route(each.method, each.path, each.id))
            .toList());
  }

  private static ArrayNode security() {
    ArrayNode either = JSON.arrayNode();
    either.addObject().putArray(TOKEN);
    return either;
  }

  /** The document as a tree; not to be changed. */
  public JsonNode tree() {
    return document;
  }

  private static ObjectNode info(String version) {
    ObjectNode info = JSON.objectNode();
    info.put("title", "Handshake Lab");
    info.put("summary", "The TCP handshake, made observable, reproducible and gradable.");
    info.put(
        "description",
        "Runs TCP handshakes, simulated by RFC 9293 on a virtual clock or on real sockets of this"
            + " machine's Linux kernel, keeps every segment and every state transition, and serves"
            + " them. Times inside a session are integer nanoseconds from the first active OPEN."
            + " Errors are problem details (RFC 9457); each `type` has a page.");
    info.put("version", version);
    info.putObject("contact").put("name", "Handshake Lab");
    ObjectNode license = info.putObject("license");
    license.put("name", "Apache-2.0");
    license.put("identifier", "Apache-2.0");
    return info;
  }

  private static ObjectNode operation(Operation operation, JsonNode problemSchema) {
    ObjectNode node = JSON.objectNode();
    node.putArray("tags").add(operation.tag);
    node.put("summary", operation.summary);
    node.put("description", operation.description + "\n\n" + operation.audience());
    node.put("operationId", operation.id);
    node.set("security", operation.roles.isEmpty() ? JSON.arrayNode() : security());
    ArrayNode roles = node.putArray("x-roles");
    operation.roles.forEach(role -> roles.add(role.name()));
    if (!operation.parameters.isEmpty()) {
      ArrayNode parameters = node.putArray("parameters");
      operation.parameters.forEach(parameter -> parameters.add(parameter(parameter)));
    }
    if (operation.body != null) {
      ObjectNode body = node.putObject("requestBody");
      body.put("description", "What is asked to happen.").put("required", true);
      ObjectNode contents = body.putObject("content");
      ObjectNode content = contents.putObject("application/json");
      content.set("schema", operation.body);
      ObjectNode examples = content.putObject("examples");
      for (String file : operation.bodyExamples) {
        String name = file.replace("request-", "").replace(".json", "");
        examples.putObject(name).set("value", MAPPER.readTree(Examples.text(file)));
      }
      if (operation.yamlBody != null) {
        ObjectNode yaml = contents.putObject("application/yaml");
        yaml.putObject("schema")
            .put("type", "string"); // what its text says is of the JSON's schema
        yaml.put("example", Examples.text(operation.yamlBody));
      }
    }
    ObjectNode responses = node.putObject("responses");
    operation.answers.forEach(
        answer -> responses.set(Integer.toString(answer.status()), answer(answer)));
    byStatus(operation)
        .forEach((status, types) ->
            responses.set(Integer.toString(status), problems(types, problemSchema)));
    return node;
  }

  private static ObjectNode parameter(Parameter parameter) {
    ObjectNode node = JSON.objectNode();
    node.put("name", parameter.name());
    node.put("in", parameter.in().name().toLowerCase(Locale.ROOT));
    node.put("description", parameter.description());
    ObjectNode schema = node.putObject("schema").setAll(parameter.schema());
    JsonNode example = MAPPER.valueToTree(parameter.example());
    if (parameter.in() == In.PATH || parameter.description().endsWith("Required.")) {
      node.put("required", true);
      node.set("example", example);
    } else {
      // An example of the parameter itself would be filled in by Swagger UI, one of its schema is
      // not: who tries a list out wants no filters, and a new session no key that was used.
      schema.putArray("examples").add(example);
    }
    return node;
  }

  private static ObjectNode answer(Answer answer) {
    ObjectNode node = JSON.objectNode();
    node.put("description", answer.description());
    if (!answer.headers().isEmpty()) {
      ObjectNode headers = node.putObject("headers");
      for (Header header : answer.headers()) {
        ObjectNode each = headers.putObject(header.name());
        each.put("description", header.description());
        each.set("schema", header.schema());
        each.set("example", MAPPER.valueToTree(header.example()));
      }
    }
    if (!answer.contents().isEmpty()) {
      ObjectNode contents = node.putObject("content");
      for (Content content : answer.contents()) {
        ObjectNode each = contents.putObject(content.mediaType());
        each.set("schema", content.schema().deepCopy());
        String example = Examples.text(content.example());
        if (content.example().endsWith(".json")) {
          each.set("example", MAPPER.readTree(example));
        } else {
          each.put("example", example);
        }
      }
    }
    return node;
  }

  private static Map<Integer, List<ProblemType>> byStatus(Operation operation) {
    return operation.problems.stream()
        .collect(Collectors.groupingBy(ProblemType::status, TreeMap::new, Collectors.toList()));
  }

  private static final Set<ProblemType> RETRIED =
      EnumSet.of(
          ProblemType.NO_CAPACITY,
          ProblemType.KEY_IN_FLIGHT,
          ProblemType.ATTEMPT_REFUSED,
          ProblemType.TOO_MANY_CALLS);

  private static ObjectNode problems(List<ProblemType> types, JsonNode schema) {
    ObjectNode node = JSON.objectNode();
    node.put(
        "description",
        types.stream()
            .sorted(Comparator.naturalOrder())
            .map(type -> type.title() + " (`" + type.uri() + "`).")
            .collect(Collectors.joining(" ")));
    if (types.contains(ProblemType.UNAUTHENTICATED)) {
      ObjectNode how = node.putObject("headers").putObject("WWW-Authenticate");
      how.put("description", "How to say who calls (RFC 6750).");
      how.putObject("schema").put("type", "string");
      how.put("example", "Bearer realm=\"handshake-lab\", error=\"invalid_token\"");
    }
    if (types.stream().anyMatch(RETRIED::contains)) {
      ObjectNode retry = node.putObject("headers").putObject("Retry-After");
      retry.put("description", "After how many seconds to ask again.");
      retry.putObject("schema").put("type", "integer").put("minimum", 1);
      retry.put("example", 1);
    }
    ObjectNode content = node.putObject("content").putObject(Problem.MEDIA_TYPE);
    content.set("schema", schema.deepCopy());
    ObjectNode examples = content.putObject("examples");
    types.forEach(type ->
        examples.putObject(type.slug()).put("$ref", "#/components/examples/" + type.slug()));
    return node;
  }
}
