package dev.handshakelab;

import dev.handshakelab.api.TraceAsJson;
import dev.handshakelab.grading.Answers;
import dev.handshakelab.grading.AnswersReading;
import dev.handshakelab.grading.CheckResult;
import dev.handshakelab.grading.Flaw;
import dev.handshakelab.grading.Flawed;
import dev.handshakelab.grading.Grader;
import dev.handshakelab.grading.Result;
import dev.handshakelab.grading.Rubric;
import dev.handshakelab.grading.RubricReading;
import dev.handshakelab.grading.evidence.Evidence;
import dev.handshakelab.grading.evidence.Sha256;
import dev.handshakelab.grading.expression.Evaluator;
import dev.handshakelab.grading.expression.Expressions;
import dev.handshakelab.grading.expression.Fence;
import dev.handshakelab.grading.source.Syntax;
import dev.handshakelab.grading.source.Unreadable;
import dev.handshakelab.scenario.Limits;
import dev.handshakelab.scenario.Mode;
import dev.handshakelab.scenario.Problem;
import dev.handshakelab.scenario.Reading;
import dev.handshakelab.scenario.RequestReading;
import dev.handshakelab.scenario.RunFailure;
import dev.handshakelab.scenario.SessionRequest;
import dev.handshakelab.simulation.Simulator;
import dev.handshakelab.trace.Rendering;
import dev.handshakelab.wire.Octets;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Grades without a service: runs the session of a rubric on the virtual clock, then does as the
 * service does, so that the same rubric, seed and answers give the same octets of the result.
 */
final class OfflineGrading {
  /** One expression at a time, and as many in wait as a rubric can have checks. */
  private static final int WAITING = 100;

  /** As the service writes traces, of which the result has the digest. */
  private static final Rendering JSON =
      new TraceAsJson(
          JsonMapper.builder().disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY).build());

  /**
   * A document and the name it is spoken of by.
   *
   * @param name of its file; what does not end in {@code .json} is read as YAML
   */
  record Source(String name, Octets text) {
    Syntax syntax() {
      return name.endsWith(".json") ? Syntax.JSON : Syntax.YAML;
    }
  }

  /**
   * @param version of the rubric; null when it is not a stored one
   * @param seed 0…2^53−1
   * @return with each check in ERROR when the answers cannot be used, and why
   */
  Result grade(Source rubricSource, @Nullable Integer version, Source answersSource, long seed)
      throws NotGradable {
    Rubric rubric = rubric(rubricSource);
    String sha256 = Sha256.hex(rubricSource.text());
    Evidence evidence = evidence(rubricSource, rubric, seed);
    Answers answers;
    try {
      answers = AnswersReading.read(answersSource.syntax().read(answersSource.text()), "", rubric);
    } catch (Unreadable why) {
      String reason = "The answers cannot be read: " + why.getMessage();
      return unusable(rubric, version, sha256, evidence, List.of(new Flaw("", 1, 1, reason)));
    } catch (Flawed why) {
      return unusable(rubric, version, sha256, evidence, why.flaws());
    }
    try (Evaluator evaluator = new Evaluator(Fence.USUAL, 1, WAITING)) {
      return new Grader(evaluator).grade(rubric, version, sha256, evidence, answers);
    }
  }

  private static Rubric rubric(Source source) throws NotGradable {
    try {
      return new RubricReading(Limits.USUAL, new Expressions(Fence.USUAL))
          .read(source.text(), source.syntax());
    } catch (Flawed why) {
      throw new NotGradable(
          why.flaws().stream()
              .map(flaw ->
                  "%s:%d:%d: %s %s"
                      .formatted(
                          source.name(), flaw.line(), flaw.column(), flaw.pointer(), flaw.detail()))
              .toList());
    }
  }

  private static Evidence evidence(Source source, Rubric rubric, long seed) throws NotGradable {
    ObjectNode session = rubric.session();
    if (session == null) {
      throw new NotGradable(source.name() + " has no session, so there is no trace to look at");
    }
    session.put("seed", seed);
    SessionRequest request =
        switch (new RequestReading(Limits.USUAL).read(session, () -> seed)) {
          case Reading.Complete(SessionRequest complete) -> complete;
          case Reading.Unreadable(List<Problem> problems) -> throw refused(source, problems);
          case Reading.Infeasible(List<Problem> problems) -> throw refused(source, problems);
        };
    if (request.mode() != Mode.SIMULATED) {
      throw new NotGradable(
          source.name()
              + ": /session/mode is "
              + request.mode()
              + "; without a service only SIMULATED sessions are run");
    }
    try {
      return Evidence.of(new Simulator().run(request, entry -> {}), JSON);
    } catch (RunFailure | IllegalArgumentException why) {
      throw new NotGradable(source.name() + ": the session failed: " + why.getMessage());
    }
  }

  private static NotGradable refused(Source source, List<Problem> problems) {
    return new NotGradable(
        problems.stream()
            .map(each -> source.name() + ": /session" + each.pointer() + " " + each.detail())
            .toList());
  }

  /** No check is graded, and the reasons stand at all of them: no attempt may be lost by it. */
  private static Result unusable(
      Rubric rubric,
      @Nullable Integer version,
      String sha256,
      Evidence evidence,
      List<Flaw> flaws) {
    String reasons =
        flaws.stream().map(Flaw::detail).distinct().collect(Collectors.joining("; ")) + ".";
    List<CheckResult> checks =
        rubric.checks().stream()
            .map(check ->
                new CheckResult(check, CheckResult.Status.ERROR, null, null, reasons, null))
            .toList();
    return new Result(rubric, version, sha256, evidence.sha256(), checks);
  }
}
