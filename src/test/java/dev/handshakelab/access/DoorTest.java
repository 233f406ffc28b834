package dev.handshakelab.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handshakelab.access.Door.Answer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DoorTest {
  private static final Instant START = Instant.parse("2026-11-22T09:00:00Z");

  private Instant now = START;
  private final List<Instant> uses = new ArrayList<>();
  private final Tokens tokens = new InMemoryTokens();
  private final SplittableRandom chance = new SplittableRandom(1);
  private final Door closed = new Door(tokens, false, () -> now);
  private final Door open = new Door(tokens, true, () -> now);

  private TokenText made(int number, Role role, @Nullable Instant expiresAt) {
    TokenText text = TokenText.of(role, chance::nextLong);
    String subject = role == Role.STUDENT ? "s_1" : null;
    tokens.keep(
        new Token(new UUID(1, number), role, null, subject, "n", START, "t", expiresAt, null, null),
        text.hash());
    return text;
  }

  @Test
  void whoShowsNothingIsNobodyOrOnAnOpenLabAnInstructor() {
    assertThat(closed.ask(null)).isEqualTo(new Answer.Nobody());
    assertThat(open.ask(null)).isEqualTo(new Answer.Known(Caller.OPEN));
  }

  @Test
  void whoShowsATokenIsWhatItSaysOnAnOpenLabToo() {
    String student = made(1, Role.STUDENT, null).reveal();
    Answer known = new Answer.Known(new Caller(Role.STUDENT, null, "s_1", "n", new UUID(1, 1)));

    assertThat(closed.ask(student)).isEqualTo(known);
    assertThat(open.ask(student)).isEqualTo(known);
  }

  @Test
  void whatIsGoodForNothingIsRefusedWithTheReason() {
    String expired = made(1, Role.GRADER, START.plusSeconds(5)).reveal();
    String revoked = made(2, Role.GRADER, null).reveal();
    tokens.revoke(new UUID(1, 2), START);
    now = START.plusSeconds(5);

    for (Door door : List.of(closed, open)) {
      assertThat(door.ask(expired))
          .isEqualTo(new Answer.Refused("the token expired at 2026-11-22T09:00:05Z"));
      assertThat(door.ask(revoked)).isEqualTo(new Answer.Refused("the token was revoked"));
      for (String none :
          List.of("", "hsl_grader_", revoked + "A", revoked.replace("grader", "instructor"), "x")) {
        assertThat(door.ask(none))
            .as(none)
            .isEqualTo(new Answer.Refused("the lab has made no such token"));
      }
    }
  }

  @Test
  void itsUseIsNotedOnceAMinute() {
    String text = made(1, Role.GRADER, null).reveal();
    for (int second : new int[] {0, 1, 59, 60, 61, 200}) {
      now = START.plusSeconds(second);
      closed.ask(text);
      uses.add(tokens.list(null, 1).getFirst().lastUsedAt());
    }
    assertThat(uses.stream().map(at -> at.getEpochSecond() - START.getEpochSecond()))
        .containsExactly(0L, 0L, 0L, 60L, 60L, 200L);
  }

  @Test
  void aTextHoldsItsKindAnd256BitsAndTellsNobodyByItself() {
    TokenText text = TokenText.of(Role.PIPELINE, () -> -1L);

    assertThat(text.reveal()).isEqualTo("hsl_pipeline_" + "_".repeat(42) + "8");
    assertThat(text).hasToString("hsl_pipeline_…");
    assertThat(text.hash()).matches("[0-9a-f]{64}");
    assertThat(TokenText.read(text.reveal()))
        .hasValueSatisfying(same -> assertThat(same.hash()).isEqualTo(text.hash()));
  }
}
