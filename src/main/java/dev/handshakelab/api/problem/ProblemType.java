package dev.handshakelab.api.problem;

import java.util.Locale;
import java.util.Optional;

/**
 * Every kind of problem that a call can be answered with. Each has a page of its own at its {@link
 * #uri}, and a place in the OpenAPI document.
 */
public enum ProblemType {
  BAD_REQUEST(
      400,
      "The call is not HTTP that can be read",
      "The request line, a header or the URL breaks the rules of HTTP, or all headers together are"
          + " over `server.max-http-request-header-size`, so that no operation could be found for it. Percent signs must be followed by two hex digits, and brackets and"
          + " blanks must be percent-encoded."),
  SYNTAX(
      400,
      "The body is not JSON",
      "The body cannot be read as one JSON value. `detail` has the line and the column. Members"
          + " must not be repeated; nesting, strings and numbers have limits, which"
          + " `docs/configuration.md` lists."),
  SCHEMA(
      400,
      "The body is JSON, but not what this operation takes",
      "Members that are unknown, of the wrong type or out of range. `errors` names every one of them"
          + " with its JSON pointer. Nothing is coerced: `\"5\"` is no number and `1.7` no integer."),
  PARAMETER(
      400,
      "A query parameter cannot be read",
      "A parameter is unknown to this operation, given twice, out of range, or a cursor that this"
          + " list did not hand out for these filters. `errors` names every one of them."),
  HEADER(
      400,
      "A header cannot be read",
      "A header that this operation looks at has a value that it cannot have. `errors` names it."),
  UNAUTHENTICATED(
      401,
      "Nobody knows who calls",
      "The lab asks for a token and none was sent, or the one that was sent is unknown, expired or"
          + " revoked. Send `Authorization: Bearer hsl_…`. An instructor makes tokens: `POST"
          + " /api/v1/tokens`."),
  NOT_ALLOWED(
      403,
      "This operation is for others",
      "The role of the token does not include this operation; `detail` says which roles do."),
  NOT_FOUND(
      404,
      "There is nothing here",
      "The path is unknown, or the id in it is malformed, unknown, of something that was deleted, or"
          + " of something that is not the caller's to see."),
  METHOD_NOT_ALLOWED(
      405,
      "The path is right, the method is not",
      "The header `Allow` lists the methods that this path takes."),
  NOT_ACCEPTABLE(
      406,
      "None of the accepted media types can be had",
      "`detail` lists what can be had. Ask for one of them in `Accept`, or leave the header out."),
  CONFLICT(
      409,
      "The state of the thing does not allow this",
      "For example, a session that is still RUNNING cannot be deleted, and only SIMULATED sessions"
          + " can be replayed."),
  KEY_IN_FLIGHT(
      409,
      "The first call with this Idempotency-Key is not answered yet",
      "Try again in a moment: once the first call is answered, its answer is replayed."),
  BELOW(
      412,
      "The score is below what was asked for",
      "So that `curl -f` fails where a pipeline is to fail. `detail` says what the score is."),
  BODY_TOO_LARGE(
      413, "The body is too large", "`detail` says how many octets this operation takes at most."),
  UNSUPPORTED_MEDIA_TYPE(
      415,
      "The body is of a media type that this operation does not take",
      "Send `Content-Type: application/json`; `curl --json` does so by itself."),
  MISDIRECTED(
      421,
      "This service does not answer for that host",
      "The lab is open to this machine only, so it refuses calls that name a foreign host: they may"
          + " come from a web page that rebinds its name to the loopback address. Name `localhost`"
          + " or a loopback address, or add the name to `lab.http.hosts`."),
  NOT_FEASIBLE(
      422,
      "Well formed, but nothing here can do it",
      "An unknown scenario, a mode that the scenario lacks or this process cannot run, or a member"
          + " that this mode or profile cannot honour. Nothing is ignored silently; `errors` names"
          + " every member with the reason."),
  RUBRIC(
      422,
      "The rubric cannot be used",
      "It can be read, but something in it is not as it should be: a member that is unknown or out"
          + " of range, an expression that names a field that there is not, a session that cannot be"
          + " run. `errors` names everything at once, with JSON pointer, line and column.\n\n"
          + "`/schemas/rubric-v1.json` says what may stand where."),
  ANSWERS(
      422,
      "An answer cannot be read",
      "An answer is not of the kind that its question asks for, or there is no such question."
          + " `errors` names each. A wrong answer is no problem: it is graded."),
  KEY_REUSED(
      422,
      "This Idempotency-Key was used for another body",
      "A key stands for one call: the same key must come with the same octets. Choose a new key."),
  ATTEMPT_REFUSED(
      429,
      "No attempt is taken now",
      "The assignment limits how many attempts there are and how soon one may follow another."
          + " `Retry-After` says when the next may come; without it none will be taken. A try that"
          + " is refused uses nothing up and makes nothing later."),
  TOO_MANY_CALLS(
      429,
      "Too many calls",
      "The token, or all tokens of its subject together, called more often than"
          + " `docs/configuration.md` allows (`lab.access.calls`, `lab.access.subject-calls`)."
          + " `Retry-After` says in how many seconds the next call is answered."),
  INTERNAL(
      500,
      "A fault of the lab itself",
      "Nothing was wrong with the call. The log of the service says more."),
  NO_CAPACITY(
      503,
      "No capacity now",
      "As much is under way as this process takes on, its database cannot be reached, or it is"
          + " shutting down. `Retry-After` says when to ask again.");

  private final int status;
  private final String title;
  private final String explanation;

  ProblemType(int status, String title, String explanation) {
    this.status = status;
    this.title = title;
    this.explanation = explanation;
  }

  public int status() {
    return status;
  }

  public String title() {
    return title;
  }

  /** What it means and what would do, in Markdown. */
  public String explanation() {
    return explanation;
  }

  /** Its name in URLs, e.g. {@code not-feasible}. */
  public String slug() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** What {@code type} of a problem says, relative to the root of the service. */
  public String uri() {
    return "/problems/" + slug();
  }

  public static Optional<ProblemType> bySlug(String slug) {
    for (ProblemType type : values()) {
      if (type.slug().equals(slug)) {
        return Optional.of(type);
      }
    }
    return Optional.empty();
  }

  /** What a bare status from the container or the framework means here. */
  public static ProblemType ofStatus(int status) {
    return switch (status) {
      case 401 -> UNAUTHENTICATED;
      case 403 -> NOT_ALLOWED;
      case 404 -> NOT_FOUND;
      case 405 -> METHOD_NOT_ALLOWED;
      case 406 -> NOT_ACCEPTABLE;
      case 409 -> CONFLICT;
      case 412 -> BELOW;
      case 413 -> BODY_TOO_LARGE;
      case 415 -> UNSUPPORTED_MEDIA_TYPE;
      case 421 -> MISDIRECTED;
      case 422 -> NOT_FEASIBLE;
      case 429 -> TOO_MANY_CALLS;
      case 501, 505 -> BAD_REQUEST; // an encoding or a version that the container does not speak
      case 503 -> NO_CAPACITY;
      default -> status >= 500 ? INTERNAL : BAD_REQUEST;
    };
  }
}
