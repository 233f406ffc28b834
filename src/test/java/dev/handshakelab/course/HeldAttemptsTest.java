package dev.handshakelab.course;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handshakelab.LabTest;
import dev.handshakelab.wire.Octets;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Of two that hand in for the same subject, one waits for the other. */
@LabTest
@Tag("database")
class HeldAttemptsTest {
  private static final String ID = "held";

  @Autowired Assignments assignments;
  @Autowired Attempts attempts;

  @Test
  void aSubjectsAttemptsAreHeldByOneAtATime() throws Exception {
    assignments.add(
        new Assignment(
            ID,
            "Held",
            "timing",
            1,
            Assignment.Variants.PER_SUBJECT,
            AttemptPolicy.USUAL,
            null,
            Secret.of(Octets.of(new byte[] {1})),
            Instant.parse("2026-11-22T09:00:00Z")));
    assignments.keep(new Variant(ID, "s_1", new UUID(0, 1), null));
    assignments.keep(new Variant(ID, "s_2", new UUID(0, 2), null));
    CountDownLatch otherIsIn = new CountDownLatch(1);
    CountDownLatch neighbourIsIn = new CountDownLatch(1);
    try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<?> other =
          attempts.hold(
              ID,
              "s_1",
              held -> {
                Future<?> waits = callers.submit(() -> enter("s_1", otherIsIn));
                var _ = callers.submit(() -> enter("s_2", neighbourIsIn));
                // Whoever is another subject does not wait; by then this one would be in as well.
                assertThat(isIn(neighbourIsIn, 60_000)).isTrue();
                assertThat(isIn(otherIsIn, 200)).isFalse();
                return waits;
              });
      other.get();
    }
    assertThat(otherIsIn.getCount()).isZero();
  }

  private boolean enter(String subject, CountDownLatch in) {
    return attempts.hold(
        ID,
        subject,
        held -> {
          in.countDown();
          return true;
        });
  }

  private static boolean isIn(CountDownLatch in, long patienceMs) {
    try {
      return in.await(patienceMs, TimeUnit.MILLISECONDS);
    } catch (InterruptedException stopped) {
      throw new IllegalStateException(stopped);
    }
  }
}
