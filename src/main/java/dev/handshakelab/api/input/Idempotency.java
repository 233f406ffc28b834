package dev.handshakelab.api.input;

import dev.handshakelab.access.Caller;
import dev.handshakelab.api.problem.InputError;
import dev.handshakelab.api.problem.ProblemType;
import dev.handshakelab.api.problem.Refusal;
import dev.handshakelab.api.security.Callers;
import dev.handshakelab.history.IdempotencyKeys;
import dev.handshakelab.history.IdempotencyKeys.Answer;
import dev.handshakelab.history.IdempotencyKeys.Claim;
import dev.handshakelab.wire.Octets;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Lets a client repeat a creating call without creating twice: the first answer to a call with an
 * {@code Idempotency-Key} is kept, and the same call is answered with it again.
 */
public final class Idempotency {
  public static final String HEADER = "Idempotency-Key";
  public static final String REPLAYED = "Idempotency-Replayed";

  private static final Pattern VISIBLE_ASCII = Pattern.compile("[\\x21-\\x7e]{1,255}");

  private final IdempotencyKeys keys;

  public Idempotency(IdempotencyKeys keys) {
    this.keys = keys;
  }

  /** What creates something, or throws because it did not. */
  @FunctionalInterface
  public interface Creation {
    Answer create() throws Exception;
  }

  /**
   * Creates, unless the same call was answered before.
   *
   * @param body the octets by which the same call is known
   * @throws Refusal when the key cannot be one, is in flight, or was used for another body
   */
  public Outcome once(HttpServletRequest request, Octets body, Creation creation) throws Exception {
    String value = keyOf(request);
    if (value == null) {
      return new Outcome(creation.create(), false);
    }
    IdempotencyKeys.Key key =
        new IdempotencyKeys.Key(
            Callers.current().map(Caller::scope).orElse(""),
            request.getMethod(),
            request.getRequestURI(),
            value);
    return switch (keys.claim(key, body)) {
      case Claim.Granted _ -> new Outcome(create(key, creation), false);
      case Claim.Answered(Answer answer) -> new Outcome(answer, true);
      case Claim.InFlight _ ->
          throw new Refusal(
                  ProblemType.KEY_IN_FLIGHT, "the first call with this key is not answered yet")
              .with("Retry-After", "1");
      case Claim.OtherRequest _ ->
          throw Refusal.of(
              ProblemType.KEY_REUSED,
              List.of(InputError.header(HEADER, "was used for another body; choose a new key")));
    };
  }

  private Answer create(IdempotencyKeys.Key key, Creation creation) throws Exception {
    boolean created = false;
    try {
      Answer answer = creation.create();
      keys.complete(key, answer);
      created = true;
      return answer;
    } finally {
      if (!created) {
        keys.release(key);
      }
    }
  }

  private static @Nullable String keyOf(HttpServletRequest request) {
    List<String> values = Collections.list(request.getHeaders(HEADER));
    if (values.isEmpty()) {
      return null;
    }
    if (values.size() > 1 || !VISIBLE_ASCII.matcher(values.getFirst()).matches()) {
      throw Refusal.of(
          ProblemType.HEADER,
          List.of(
              InputError.header(HEADER, "must be one value of 1…255 visible ASCII characters")));
    }
    return values.getFirst();
  }

  /**
   * @param replayed whether the answer was given before
   */
  public record Outcome(Answer answer, boolean replayed) {}
}
