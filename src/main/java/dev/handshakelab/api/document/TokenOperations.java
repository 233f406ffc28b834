package dev.handshakelab.api.document;

import static dev.handshakelab.api.document.Operations.get;
import static dev.handshakelab.api.document.Operations.ok;
import static dev.handshakelab.api.document.Parameters.instant;
import static dev.handshakelab.api.document.Parameters.oneOf;
import static dev.handshakelab.api.document.Parameters.paging;
import static dev.handshakelab.api.document.Parameters.string;

import dev.handshakelab.access.Role;
import dev.handshakelab.api.HttpLimits;
import dev.handshakelab.api.document.Operation.Answer;
import dev.handshakelab.api.document.Operation.Content;
import dev.handshakelab.api.document.Operation.Header;
import dev.handshakelab.api.problem.ProblemType;
import dev.handshakelab.api.representation.TokenResource;
import java.util.List;
import org.springframework.http.HttpMethod;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The operations around tokens, in words. */
final class TokenOperations {
  static final String TOKENS = "Tokens";
  static final String TOKEN_REQUEST = "TokenRequest";

  private static final String PATH = "/api/v1/tokens";

  private final RecordSchemas schemas;
  private final HttpLimits limits;

  TokenOperations(RecordSchemas schemas, HttpLimits limits) {
    this.schemas = schemas;
    this.limits = limits;
  }

  List<Operation> all() {
    return List.of(make(), tokens(), revoke());
  }

  private Operation make() {
    Content made =
        new Content("application/json", schemas.of(TokenResource.class), "token-made.json");
    return new Operation(
            HttpMethod.POST,
            PATH,
            "createToken",
            TOKENS,
            "Make a token",
            "The answer holds its text, which is kept nowhere and shown never again; so an"
                + " `Idempotency-Key` is refused. A PIPELINE is limited to one assignment, a STUDENT"
                + " to a subject and, if said, to an assignment; a GRADER may be.")
        .takes(RecordSchemas.ref(TOKEN_REQUEST), "request-token.json")
        .answers(
            new Answer(
                201,
                "It is good from now on.",
                List.of(made),
                List.of(
                    new Header(
                        "Location", "The token.", string(), PATH + "/" + Examples.TOKEN_ID))))
        .refuses(ProblemType.HEADER);
  }

  private Operation tokens() {
    return get(
            PATH,
            "listTokens",
            TOKENS,
            "Which tokens there are",
            "Newest first, those that expired or were revoked too; without their texts.")
        .with(paging(limits))
        .answers(ok("A page of tokens.", schemas.pageOf(TokenResource.class), "tokens.json"));
  }

  private Operation revoke() {
    return new Operation(
            HttpMethod.DELETE,
            PATH + "/{id}",
            "revokeToken",
            TOKENS,
            "Make a token good for nothing",
            "At once, for every process on the same database. It stays in the list.")
        .with(
            new Operation.Parameter(
                Operation.In.PATH,
                "id",
                "The token's id.",
                string().put("format", "uuid"),
                Examples.TOKEN_ID))
        .answers(new Answer(204, "It is revoked.", List.of(), List.of()))
        .withoutBody()
        .refuses(ProblemType.NOT_FOUND);
  }

  /** What is to be said of a token that is wanted. */
  static ObjectNode request() {
    ObjectNode schema = JsonNodeFactory.instance.objectNode();
    schema.put("type", "object").put("additionalProperties", false);
    schema.put("description", "What a token is to be good for.");
    schema.putArray("required").add("role");
    ObjectNode members = schema.putObject("properties");
    members.set("role", oneOf(Role.values()).put("description", "What it is for."));
    members
        .putObject("name")
        .put("type", "string")
        .put("minLength", 1)
        .put("maxLength", 100)
        .put(
            "description",
            "What is kept of who did something with it; without it the subject, the assignment or"
                + " the kind of the role.");
    members
        .putObject("assignment")
        .put("type", "string")
        .put("pattern", "^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$")
        .put("description", "The only assignment it is good for; a PIPELINE has one.");
    members
        .putObject("subject")
        .put("type", "string")
        .put("pattern", "^[A-Za-z0-9_~@+=-][A-Za-z0-9._~@+=-]{0,127}$")
        .put("description", "Whose it is; a STUDENT is somebody, others are not.");
    members.set("expiresAt", instant().put("description", "From then on it is good for nothing."));
    return schema;
  }
}
