package dev.handshakelab.api;

import dev.handshakelab.access.Role;
import dev.handshakelab.api.problem.InputError;
import dev.handshakelab.api.problem.ProblemType;
import dev.handshakelab.api.problem.Refusal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads what token somebody wants, and tells everything that is wrong with it at once. */
final class TokenBodies {
  static final Pattern ASSIGNMENT = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,63}");
  static final Pattern SUBJECT = Pattern.compile("[A-Za-z0-9_~@+=-][A-Za-z0-9._~@+=-]{0,127}");
  static final int LONGEST_NAME = 100;

  private static final List<String> MEMBERS =
      List.of("role", "name", "assignment", "subject", "expiresAt");

  private final JsonNode body;
  private final List<InputError> errors = new ArrayList<>();

  private TokenBodies(JsonNode body) {
    this.body = body;
  }

  /** What is wanted. */
  record Wanted(
      Role role,
      String name,
      @Nullable String assignment,
      @Nullable String subject,
      @Nullable Instant expiresAt) {}

  /**
   * @throws Refusal of type SCHEMA
   */
  static Wanted read(JsonNode body, Instant now) {
    return new TokenBodies(body).wanted(now);
  }

  private Wanted wanted(Instant now) {
    if (!body.isObject()) {
      throw Refusal.of(ProblemType.SCHEMA, List.of(at("", "must be an object with a role")));
    }
    for (String member : body.propertyNames()) {
      if (!MEMBERS.contains(member)) {
        errors.add(at("/" + member, "is unknown; there are " + MEMBERS));
      }
    }
    Role role = role();
    String assignment = matching("assignment", ASSIGNMENT, "the id of an assignment");
    String subject = matching("subject", SUBJECT, "a subject");
    String name = name();
    Instant expiresAt = expiresAt(now);
    if (role != null) {
      limits(role);
    }
    if (role == null || !errors.isEmpty()) {
      throw Refusal.of(ProblemType.SCHEMA, errors);
    }
    return new Wanted(role, name == null ? usual(role) : name, assignment, subject, expiresAt);
  }

  /** What each role has to be limited to, and what it cannot be. */
  private void limits(Role role) {
    boolean hasAssignment = body.has("assignment");
    boolean hasSubject = body.has("subject");
    if (role == Role.STUDENT && !hasSubject) {
      errors.add(at("/subject", "is missing: a STUDENT is somebody"));
    }
    if (role != Role.STUDENT && hasSubject) {
      errors.add(at("/subject", "is for a STUDENT only"));
    }
    if (role == Role.PIPELINE && !hasAssignment) {
      errors.add(at("/assignment", "is missing: a PIPELINE serves one assignment"));
    }
    if (role == Role.INSTRUCTOR && hasAssignment) {
      errors.add(at("/assignment", "cannot limit an INSTRUCTOR"));
    }
  }

  private String usual(Role role) {
    return body.path("subject").asString(body.path("assignment").asString(role.kind()));
  }

  private @Nullable Role role() {
    String text = text("role");
    for (Role role : Role.values()) {
      if (role.name().equals(text)) {
        return role;
      }
    }
    if (!body.has("role") || body.get("role").isString()) {
      errors.add(at("/role", "must be one of " + Arrays.toString(Role.values())));
    }
    return null;
  }

  private @Nullable String name() {
    String name = text("name");
    if (name != null
        && (name.isBlank()
            || name.length() > LONGEST_NAME
            || name.chars().anyMatch(Character::isISOControl))) {
      errors.add(at("/name", "must be 1…" + LONGEST_NAME + " characters of one line"));
    }
    return name;
  }

  private @Nullable String matching(String member, Pattern shape, String what) {
    String text = text(member);
    if (text != null && !shape.matcher(text).matches()) {
      errors.add(at("/" + member, "must be " + what + ", that is " + shape.pattern()));
    }
    return text;
  }

  private @Nullable Instant expiresAt(Instant now) {
    String text = text("expiresAt");
    if (text == null) {
      return null;
    }
    try {
      Instant at = OffsetDateTime.parse(text).toInstant();
      if (at.isAfter(now) && at.isBefore(Instant.parse("9999-12-31T00:00:00Z"))) {
        return at;
      }
      errors.add(at("/expiresAt", "must be in the future, and before the year 10000"));
    } catch (DateTimeException notATime) {
      errors.add(at("/expiresAt", "must be an instant like 2027-03-31T00:00:00Z"));
    }
    return null;
  }

  /** Null when it is absent, or no string, which is then told. */
  private @Nullable String text(String member) {
    JsonNode given = body.get(member);
    if (given == null || given.isString()) {
      return given == null ? null : given.asString();
    }
    errors.add(at("/" + member, "must be a string"));
    return null;
  }

  private static InputError at(String pointer, String detail) {
    return new InputError(pointer, null, null, detail);
  }
}
