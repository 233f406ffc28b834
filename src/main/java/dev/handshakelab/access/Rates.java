package dev.handshakelab.access;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How often callers may call: each token has a bucket of so many calls, which fills up again at an
 * even pace within a minute, and all tokens of one subject share another. Whoever calls an open lab
 * without a token is not counted.
 *
 * <p>It remembers {@value #MOST} buckets of each kind; beyond that the one that was not used for
 * longest is forgotten, which is as good as full. Every process counts for itself.
 */
public final class Rates {
  private static final int MOST = 10_000;

  private final Buckets tokens;
  private final Buckets subjects;

  /**
   * @param perToken calls a minute
   * @param perSubject calls a minute
   */
  public Rates(int perToken, int perSubject, InstantSource clock) {
    TimeMeter meter = new Meter(clock);
    this.tokens = new Buckets(perToken, meter);
    this.subjects = new Buckets(perSubject, meter);
  }

  /**
   * Counts a call.
   *
   * @return how long the caller has to wait before the next one, zero when this one is fine
   */
  public Duration take(Caller caller) {
    if (caller.token() == null) {
      return Duration.ZERO;
    }
    Duration token = tokens.take(caller.token().toString());
    return token.isZero() && caller.subject() != null ? subjects.take(caller.subject()) : token;
  }

  /** The buckets of one kind, those used last at the end. */
  private static final class Buckets {
    private final int perMinute;
    private final TimeMeter meter;

    private final Map<String, Bucket> byKey =
        new LinkedHashMap<>(16, 0.75f, true) {
          @Override
          protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
            return size() > MOST;
          }
        };

    Buckets(int perMinute, TimeMeter meter) {
      this.perMinute = perMinute;
      this.meter = meter;
    }

    Duration take(String key) {
      return Duration.ofNanos(of(key).tryConsumeAndReturnRemaining(1).getNanosToWaitForRefill());
    }

    private Bucket of(String key) {
      synchronized (byKey) {
        return byKey.computeIfAbsent(key, first -> full());
      }
    }

    private Bucket full() {
      return Bucket.builder()
          .addLimit(
              limit -> limit.capacity(perMinute).refillGreedy(perMinute, Duration.ofMinutes(1)))
          .withCustomTimePrecision(meter)
          .build();
    }
  }

  /** The lab's clock, as nanoseconds since 1970. */
  private record Meter(InstantSource clock) implements TimeMeter {
    @Override
    public long currentTimeNanos() {
      Instant now = clock.instant();
      return now.getEpochSecond() * 1_000_000_000L + now.getNano();
    }

    @Override
    public boolean isWallClockBased() {
      return true;
    }
  }
}
