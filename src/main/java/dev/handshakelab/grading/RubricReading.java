package dev.handshakelab.grading;

import dev.handshakelab.grading.expression.Expressions;
import dev.handshakelab.grading.source.Located;
import dev.handshakelab.grading.source.Syntax;
import dev.handshakelab.grading.source.Unreadable;
import dev.handshakelab.scenario.Limits;
import dev.handshakelab.scenario.Problem;
import dev.handshakelab.scenario.Reading;
import dev.handshakelab.scenario.RequestReading;
import dev.handshakelab.wire.Octets;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Turns a document into a rubric, or says everything that is wrong with it at once, each with its
 * place. {@code rubric.schema.json} says the same of its shape; what a schema cannot say (names
 * that must differ, what a scenario allows) is only said here.
 */
public final class RubricReading {
  /** Of rubrics and of checks: they stand in URLs, file names and the tests of every pipeline. */
  public static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");

  static final int LONGEST_ID = 64;
  static final int LONGEST_TITLE = 200;
  static final int MOST_CHECKS = 100;

  private final RequestReading requests;
  private final Expressions expressions;

  public RubricReading(Limits limits, Expressions expressions) {
    this.requests = new RequestReading(limits);
    this.expressions = expressions;
  }

  /**
   * @throws Flawed with at least one flaw
   */
  public Rubric read(Octets text, Syntax syntax) throws Flawed {
    try {
      return read(syntax.read(text));
    } catch (Unreadable why) {
      throw new Flawed(
          List.of(
              new Flaw(
                  "",
                  why.place().line(),
                  why.place().column(),
                  "cannot be read as " + syntax + ": " + why.getMessage())));
    }
  }

  /**
   * @throws Flawed with at least one flaw
   */
  public Rubric read(Located document) throws Flawed {
    Flaws flaws = new Flaws(document);
    Rubric rubric = read(document.tree(), flaws);
    flaws.throwIfAny();
    if (rubric == null) {
      throw new IllegalStateException("a rubric without flaws is one");
    }
    return rubric;
  }

  private @Nullable Rubric read(JsonNode tree, Flaws flaws) {
    Members members = Members.of(tree, "", flaws);
    if (members == null) {
      return null;
    }
    String id = members.requiredMatch("id", ID, LONGEST_ID);
    String title = members.requiredText("title", 1, LONGEST_TITLE);
    ObjectNode session = session(members, flaws);
    CheckReading reading = new CheckReading(flaws, expressions);
    List<Check> checks = members.items("checks", 1, MOST_CHECKS, reading::read);
    members.refuseOthers();
    refuseRepeatedIds(tree.path("checks"), flaws);
    if (id == null || title == null || !flaws.none()) {
      return null;
    }
    Rubric rubric = new Rubric(id, title, session, checks);
    if (rubric.maxScore().compareTo(BigDecimal.ZERO) == 0) {
      flaws.add("/checks", "the checks are worth nothing together: give one of them points");
    }
    return rubric;
  }

  /** What a variant runs; whether it can be run is judged as for any other request. */
  private @Nullable ObjectNode session(Members members, Flaws flaws) {
    JsonNode session = members.any("session");
    if (session == null) {
      return null;
    }
    if (!(session instanceof ObjectNode request)) {
      flaws.add("/session", "must be an object, not " + Members.inWords(session));
      return null;
    }
    for (String own : List.of("seed", "labels")) {
      if (request.has(own)) {
        flaws.add("/session/" + own, "is the subject's own; leave it out");
      }
    }
    switch (requests.read(request, () -> 0)) {
      case Reading.Complete _ -> {
        // it can be run
      }
      case Reading.Unreadable(List<Problem> problems) -> add(problems, flaws);
      case Reading.Infeasible(List<Problem> problems) -> add(problems, flaws);
    }
    return request;
  }

  private static void add(List<Problem> problems, Flaws flaws) {
    problems.forEach(problem -> flaws.add("/session" + problem.pointer(), problem.detail()));
  }

  private static void refuseRepeatedIds(JsonNode checks, Flaws flaws) {
    Set<String> ids = new HashSet<>();
    for (int i = 0; i < checks.size(); i++) {
      JsonNode id = checks.path(i).path("id");
      if (id.isString() && !ids.add(id.asString())) {
        flaws.add("/checks/" + i + "/id", "is the id of an earlier check as well");
      }
    }
  }
}
