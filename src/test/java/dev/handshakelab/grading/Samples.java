package dev.handshakelab.grading;

import dev.handshakelab.api.TraceAsJson;
import dev.handshakelab.grading.evidence.Evidence;
import dev.handshakelab.grading.expression.Evaluator;
import dev.handshakelab.grading.expression.Expressions;
import dev.handshakelab.grading.expression.Fence;
import dev.handshakelab.grading.source.Located;
import dev.handshakelab.grading.source.Syntax;
import dev.handshakelab.grading.source.Unreadable;
import dev.handshakelab.scenario.Limits;
import dev.handshakelab.scenario.Reading;
import dev.handshakelab.scenario.RequestReading;
import dev.handshakelab.scenario.RunFailure;
import dev.handshakelab.simulation.Simulator;
import dev.handshakelab.trace.Rendering;
import dev.handshakelab.trace.Trace;
import dev.handshakelab.wire.Octets;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.json.JsonMapper;

/** Rubrics, traces and answers for tests, from the texts that people write. */
public final class Samples {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  /** As the service writes it: members in the order of the contract. */
  private static final Rendering JSON =
      new TraceAsJson(
          JsonMapper.builder().disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY).build());

  /** One for all tests: to build it takes longer than to compile with it. */
  public static final Expressions EXPRESSIONS = new Expressions(Fence.USUAL);

  public static final Evaluator EVALUATOR = new Evaluator(Fence.USUAL, 2, 1000);

  public static final RubricReading READING = new RubricReading(Limits.USUAL, EXPRESSIONS);

  private Samples() {}

  public static Octets octets(String text) {
    return Octets.of(text.getBytes(StandardCharsets.UTF_8));
  }

  /** A rubric in YAML. */
  public static Rubric rubric(String yaml) {
    try {
      return READING.read(octets(yaml), Syntax.YAML);
    } catch (Flawed why) {
      throw new AssertionError(why.flaws().toString(), why);
    }
  }

  /** A rubric of one check, written as a YAML flow mapping. */
  public static Rubric rubricOf(String check) {
    return rubric("id: sample\ntitle: A sample\nchecks:\n  - " + check + "\n");
  }

  /** What a request, written as JSON, leads to on the virtual clock with seed 1. */
  public static Evidence evidence(String request) {
    return Evidence.of(trace(request), JSON);
  }

  public static Trace trace(String request) {
    try {
      Reading reading = new RequestReading(Limits.USUAL).read(MAPPER.readTree(request), () -> 1);
      if (reading instanceof Reading.Complete(var complete)) {
        return new Simulator().run(complete, entry -> {});
      }
      throw new AssertionError(reading);
    } catch (RunFailure why) {
      throw new AssertionError(why);
    }
  }

  /** Answers written as JSON. */
  public static Answers answers(Rubric rubric, String json) {
    try {
      Located document = Syntax.JSON.read(octets(json));
      return AnswersReading.read(document, "", rubric);
    } catch (Unreadable | Flawed why) {
      throw new AssertionError(why);
    }
  }

  /** Grades a rubric in YAML on a request in JSON. */
  public static Result grade(Rubric rubric, Evidence evidence, String answers) {
    return new Grader(EVALUATOR)
        .grade(rubric, null, "0".repeat(64), evidence, answers(rubric, answers));
  }
}
