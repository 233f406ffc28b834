package dev.handshakelab.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handshakelab.history.IdempotencyKeys.Answer;
import dev.handshakelab.history.IdempotencyKeys.Claim;
import dev.handshakelab.wire.Octets;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A key is one request's, until its answer or its time is over. */
public abstract class IdempotencyKeysContract {
  private static final IdempotencyKeys.Key KEY =
      new IdempotencyKeys.Key("", "POST", "/api/v1/sessions", "k-1");
  private static final Octets BODY = octets("{\"seed\":1}");
  private static final Octets OTHER_BODY = octets("{\"seed\": 1}");
  private static final Answer ANSWER =
      new Answer(
          201,
          new TreeMap<>(Map.of("Location", "/api/v1/sessions/0199", "Content-Type", "a/b")),
          "{\"id\":\"0199…\\u0000\"}");

  protected static final ProcessLease ONE = lease(1);
  protected static final ProcessLease TWO = lease(2);

  protected final SettableClock clock = new SettableClock(Instant.parse("2026-11-22T09:00:00Z"));

  private IdempotencyKeys keys;

  /** No key is known; processes ONE and TWO are alive. */
  protected abstract void beginEmpty();

  /** The keys as this process sees them. */
  protected abstract IdempotencyKeys keys(ProcessLease process);

  /** A process gives a sign of life. */
  protected abstract void renew(ProcessLease process);

  /** A process looks for what is over. */
  protected abstract void clearAway(ProcessLease process);

  @BeforeEach
  void begin() {
    beginEmpty();
    renew(ONE);
    renew(TWO);
    keys = keys(ONE);
  }

  @Test
  void theFirstRequestIsGrantedItsKey() {
    assertThat(keys.claim(KEY, BODY)).isEqualTo(new Claim.Granted());
  }

  @Test
  void whileItIsCarriedOutTheSameIsInFlightEverywhere() {
    keys.claim(KEY, BODY);

    assertThat(keys.claim(KEY, BODY)).isEqualTo(new Claim.InFlight());
    assertThat(keys(TWO).claim(KEY, BODY)).isEqualTo(new Claim.InFlight());
  }

  @Test
  void theAnswerIsReplayedAndStays() {
    keys.claim(KEY, BODY);
    keys.complete(KEY, ANSWER);
    keys.complete(KEY, new Answer(202, new TreeMap<>(), "late"));
    keys.release(KEY);

    assertThat(keys.claim(KEY, BODY)).isEqualTo(new Claim.Answered(ANSWER));
    assertThat(keys(TWO).claim(KEY, BODY)).isEqualTo(new Claim.Answered(ANSWER));
  }

  @Test
  void anotherBodyIsAnotherRequestBeforeAndAfterTheAnswer() {
    keys.claim(KEY, BODY);
    assertThat(keys.claim(KEY, OTHER_BODY)).isEqualTo(new Claim.OtherRequest());

    keys.complete(KEY, ANSWER);
    assertThat(keys.claim(KEY, OTHER_BODY)).isEqualTo(new Claim.OtherRequest());
  }

  @Test
  void theSameKeyInAnotherScopeIsAnotherKey() {
    keys.claim(KEY, BODY);

    for (IdempotencyKeys.Key other :
        List.of(
            new IdempotencyKeys.Key("alice", "POST", "/api/v1/sessions", "k-1"),
            new IdempotencyKeys.Key("", "PUT", "/api/v1/sessions", "k-1"),
            new IdempotencyKeys.Key("", "POST", "/api/v1/comparisons", "k-1"),
            new IdempotencyKeys.Key("", "POST", "/api/v1/sessions", "k-2"),
            new IdempotencyKeys.Key("", "POST", "/api/v1/sessionsk", "-1"),
            new IdempotencyKeys.Key("", "POST", "/" + "long/".repeat(2000), "~".repeat(255)))) {
      assertThat(keys.claim(other, OTHER_BODY)).as("%s", other).isEqualTo(new Claim.Granted());
    }
  }

  @Test
  void aReleasedKeyIsFree() {
    keys.claim(KEY, BODY);
    keys.release(KEY);

    assertThat(keys.claim(KEY, OTHER_BODY)).isEqualTo(new Claim.Granted());
  }

  @Test
  void aKeyIsForgottenAfterItsTime() {
    keys.claim(KEY, BODY);
    keys.complete(KEY, ANSWER);

    clock.advance(IdempotencyKeys.KEPT.minusNanos(1000));
    clearAway(ONE);
    assertThat(keys.claim(KEY, BODY)).isEqualTo(new Claim.Answered(ANSWER));
    clock.advance(Duration.ofNanos(1000));
    assertThat(keys.claim(KEY, OTHER_BODY)).isEqualTo(new Claim.Granted());
    keys.complete(KEY, ANSWER);
    clock.advance(IdempotencyKeys.KEPT);
    clearAway(ONE);
    assertThat(keys.claim(KEY, BODY)).isEqualTo(new Claim.Granted());
  }

  @Test
  void aClaimOfADeadProcessIsOpenOnceItsLeaseHasRunOut() {
    keys.claim(KEY, BODY);
    IdempotencyKeys survivor = keys(TWO);

    clock.advance(ONE.length().minusNanos(1000));
    renew(TWO);
    assertThat(survivor.claim(KEY, BODY)).isEqualTo(new Claim.InFlight());
    clock.advance(Duration.ofNanos(1000));
    assertThat(survivor.claim(KEY, BODY)).isEqualTo(new Claim.Granted());
    // Should the dead one be only late, it has lost its claim.
    keys.complete(KEY, ANSWER);
    keys.release(KEY);
    assertThat(survivor.claim(KEY, BODY)).isEqualTo(new Claim.InFlight());
  }

  @Test
  void anAnswerOutlivesItsProcess() {
    keys.claim(KEY, BODY);
    keys.complete(KEY, ANSWER);
    clock.advance(ONE.length().multipliedBy(2));
    renew(TWO);
    clearAway(TWO);

    assertThat(keys(TWO).claim(KEY, BODY)).isEqualTo(new Claim.Answered(ANSWER));
  }

  @Test
  void ofManyAtOnceOneIsGranted() throws Exception {
    List<Callable<Claim>> requests = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      ProcessLease process = i % 2 == 0 ? ONE : TWO;
      requests.add(() -> keys(process).claim(KEY, BODY));
    }
    try (var clients = Executors.newFixedThreadPool(requests.size())) {
      List<Claim> claims = new ArrayList<>();
      for (Future<Claim> claim : clients.invokeAll(requests)) {
        claims.add(claim.get());
      }
      assertThat(claims).filteredOn(new Claim.Granted()::equals).hasSize(1);
      assertThat(claims).filteredOn(new Claim.InFlight()::equals).hasSize(7);
    }
  }

  private static ProcessLease lease(long process) {
    return new ProcessLease(new UUID(0, process), Duration.ofSeconds(30), Duration.ofSeconds(5));
  }

  private static Octets octets(String text) {
    return Octets.of(text.getBytes(StandardCharsets.UTF_8));
  }
}
