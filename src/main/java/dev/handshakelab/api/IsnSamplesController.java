package dev.handshakelab.api;

import dev.handshakelab.api.input.JsonBodies;
import dev.handshakelab.api.input.Query;
import dev.handshakelab.api.problem.InputError;
import dev.handshakelab.api.problem.ProblemType;
import dev.handshakelab.api.problem.Refusal;
import dev.handshakelab.api.representation.IsnSampleResource;
import dev.handshakelab.scenario.IsnQuestion;
import dev.handshakelab.scenario.Limits;
import dev.handshakelab.scenario.Problem;
import dev.handshakelab.session.NotFeasible;
import dev.handshakelab.wire.Octets;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.List;
import java.util.function.LongSupplier;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** How predictable the ISNs of a generator are. Nothing is kept. */
@RestController
class IsnSamplesController {
  private static final int SEED_BITS = 53;

  private final Limits limits;
  private final LongSupplier chance;
  private final JsonBodies bodies;

  IsnSamplesController(Limits limits, LongSupplier chance, HttpLimits http) {
    this.limits = limits;
    this.chance = chance;
    this.bodies = new JsonBodies(http.maxDepth(), http.maxString());
  }

  @PostMapping(
      path = "/api/v1/isn-samples",
      consumes = MediaType.APPLICATION_JSON_VALUE,
      produces = MediaType.APPLICATION_JSON_VALUE)
  IsnSampleResource sample(HttpServletRequest call) throws IOException, NotFeasible {
    Query.of(call).check();
    Octets body = Octets.of(call.getInputStream().readAllBytes());
    IsnQuestion question =
        switch (IsnQuestion.read(
            bodies.read(body), limits, () -> chance.getAsLong() >>> (Long.SIZE - SEED_BITS))) {
          case IsnQuestion.Read.Complete(IsnQuestion complete) -> complete;
          case IsnQuestion.Read.Unreadable(List<Problem> problems) ->
              throw Refusal.of(ProblemType.SCHEMA, problems.stream().map(InputError::at).toList());
          case IsnQuestion.Read.Infeasible(List<Problem> problems) ->
              throw new NotFeasible(problems);
        };
    return IsnSampleResource.of(question, question.answer());
  }
}
