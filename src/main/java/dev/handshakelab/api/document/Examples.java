package dev.handshakelab.api.document;

import dev.handshakelab.api.problem.InputError;
import dev.handshakelab.api.problem.Problem;
import dev.handshakelab.api.problem.ProblemType;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The examples of the document. Requests are written by hand; answers are what the lab answered to
 * them, kept as files, and a test asks again and compares.
 */
final class Examples {
  static final String SESSION_ID = "019abb2d-3c4e-7a1b-8c2d-0123456789ab";
  static final String TOKEN_ID = "019abb2d-3c4e-7a1b-8c2d-ba9876543210";
  static final String CURSOR = "djE6MTAw";

  private static final String FOLDER = "/openapi/examples/";

  private Examples() {}

  /**
   * @param name of a file in the folder of examples
   */
  static String text(String name) {
    try (InputStream file = Examples.class.getResourceAsStream(FOLDER + name)) {
      if (file == null) {
        throw new IllegalStateException("there is no example " + name);
      }
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /** What such a problem looks like. */
  static Problem problem(ProblemType type) {
    return switch (type) {
      case BAD_REQUEST ->
          of(type, "Invalid character found in the request target", "/api/v1/sessions/[x]");
      case SYNTAX ->
          of(type, "line 1, column 12: Unexpected character ('}' (code 125))", "/api/v1/sessions");
      case SCHEMA ->
          of(
              type,
              "2 errors, listed in errors",
              "/api/v1/sessions",
              at("/network/lossRate", "must be between 0 and 1"),
              at("/client/colour", "is unknown"));
      case PARAMETER ->
          of(
              type,
              "parameter limit: must be a whole number from 1 to 1000, not \"0\"",
              "/api/v1/sessions",
              InputError.parameter("limit", "must be a whole number from 1 to 1000, not \"0\""));
      case HEADER ->
          of(
              type,
              "header Idempotency-Key: must be one value of 1…255 visible ASCII characters",
              "/api/v1/sessions",
              InputError.header(
                  "Idempotency-Key", "must be one value of 1…255 visible ASCII characters"));
      case UNAUTHENTICATED -> of(type, "the token was revoked", "/api/v1/sessions");
      case NOT_ALLOWED ->
          of(type, "a STUDENT may not call this; it is for [INSTRUCTOR]", "/api/v1/tokens");
      case NOT_FOUND ->
          of(type, "there is no session " + SESSION_ID, "/api/v1/sessions/" + SESSION_ID);
      case METHOD_NOT_ALLOWED ->
          of(type, "/api/v1/sessions does not take PUT, but [GET, POST]", "/api/v1/sessions");
      case NOT_ACCEPTABLE -> of(type, "this can be had as [application/json]", "/api/v1/sessions");
      case CONFLICT ->
          of(
              type,
              "session " + SESSION_ID + " is RUNNING; delete it when it is over",
              "/api/v1/sessions/" + SESSION_ID);
      case KEY_IN_FLIGHT ->
          of(type, "the first call with this key is not answered yet", "/api/v1/sessions");
      case BODY_TOO_LARGE ->
          of(type, "the body is over the limit of 1048576 octets", "/api/v1/sessions");
      case UNSUPPORTED_MEDIA_TYPE ->
          of(
              type,
              "the body is text/plain. Send Content-Type: application/json",
              "/api/v1/sessions");
      case MISDIRECTED ->
          of(type, "this service does not answer for host lab.test", "/api/v1/sessions");
      case NOT_FEASIBLE ->
          of(
              type,
              "/scenario: there is no scenario lost-sin; did you mean lost-syn?",
              "/api/v1/sessions",
              at("/scenario", "there is no scenario lost-sin; did you mean lost-syn?"));
      case RUBRIC ->
          of(
              type,
              "/checks/0/expect: there is no field 'akc'; did you mean 'ack'?\n  segments[1].akc\n  "
                  + "           ^",
              "/api/v1/rubrics/validate",
              new InputError(
                  "/checks/0/expect",
                  null,
                  null,
                  "there is no field 'akc'; did you mean 'ack'?\n  segments[1].akc\n             ^",
                  6,
                  25));
      case ANSWERS ->
          of(
              type,
              "/answers/q1: the answer to q1 cannot be read: \"no idea\" is not a whole number",
              "/api/v1/rubrics/try",
              at(
                  "/answers/q1",
                  "the answer to q1 cannot be read: \"no idea\" is not a whole number"));
      case KEY_REUSED ->
          of(
              type,
              "header Idempotency-Key: was used for another body; choose a new key",
              "/api/v1/sessions",
              InputError.header("Idempotency-Key", "was used for another body; choose a new key"));
      case BELOW ->
          of(
              type,
              "7.5 of 14 points; 10 were asked for",
              "/api/v1/grades/" + SESSION_ID + "/verdict");
      case ATTEMPT_REFUSED ->
          of(
              type,
              "the next attempt may come in 42 s; a try before does not make that later",
              "/api/v1/assignments/hs1/attempts");
      case TOO_MANY_CALLS ->
          of(
              type,
              "too many calls within a minute; the next is answered in 2 s",
              "/api/v1/sessions");
      case INTERNAL ->
          of(type, "the lab failed; nothing was wrong with the call", "/api/v1/sessions");
      case NO_CAPACITY ->
          of(type, "2 sessions are running and 256 are waiting", "/api/v1/sessions");
    };
  }

  private static InputError at(String pointer, String detail) {
    return new InputError(pointer, null, null, detail);
  }

  private static Problem of(
      ProblemType type, String detail, String instance, InputError... errors) {
    return Problem.of(type, detail, instance, List.of(errors));
  }
}
