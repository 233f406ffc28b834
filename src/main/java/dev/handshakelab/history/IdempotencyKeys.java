package dev.handshakelab.history;

import dev.handshakelab.wire.Octets;
import java.time.Duration;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What was answered to requests that carried an idempotency key, so that a client that lost the
 * answer can ask again without doing the thing again.
 *
 * <p>The first request with a key claims it, is carried out, and completes the claim with its
 * answer, or releases it when nothing was created. A claim whose process died is open to the next
 * request once the process's lease has run out.
 */
public interface IdempotencyKeys {
  /** How long a key is remembered from its claim. */
  Duration KEPT = Duration.ofHours(24);

  /**
   * Claims a key, or says who has it.
   *
   * @param request the body's octets
   */
  Claim claim(Key key, Octets request);

  /**
   * Keeps the answer to a request that was granted its key. Without effect when it no longer has.
   */
  void complete(Key key, Answer answer);

  /**
   * Gives a granted key back: the request created nothing. Without effect when it no longer has.
   */
  void release(Key key);

  /**
   * A key in its scope.
   *
   * @param caller who asks, empty when anybody may
   * @param value what the client chose
   */
  record Key(String caller, String method, String path, String value) {}

  /**
   * What was answered.
   *
   * @param headers those to repeat, by name
   */
  record Answer(int status, SortedMap<String, String> headers, String body) {
    public Answer {
      headers = Collections.unmodifiableSortedMap(new TreeMap<>(headers));
    }
  }

  /** How a claim was answered. */
  sealed interface Claim {
    /** The key is the caller's: carry the request out, then complete or release. */
    record Granted() implements Claim {}

    /** The same request is being carried out. */
    record InFlight() implements Claim {}

    /** The same request was answered so. */
    record Answered(Answer answer) implements Claim {}

    /** The key belongs to a request with another body. */
    record OtherRequest() implements Claim {}
  }
}
