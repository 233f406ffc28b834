package dev.handshakelab.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is asked of wherever tokens are kept. */
public abstract class TokensContract {
  private static final Instant MADE = Instant.parse("2026-11-22T09:00:00.123Z");

  private Tokens tokens;

  /** Where nothing is kept yet. */
  protected abstract Tokens empty();

  @BeforeEach
  void beginEmpty() {
    tokens = empty();
  }

  private static UUID id(int number) {
    return new UUID(0x019abb2d3c4e7000L, 0x8000_0000_0000_0000L | number);
  }

  private static Token token(int number, Role role, @Nullable Instant expiresAt) {
    return new Token(
        id(number),
        role,
        role == Role.STUDENT ? "hs1" : null,
        role == Role.STUDENT ? "s_1" : null,
        "Zoë's \"token\"",
        MADE,
        "the test",
        expiresAt,
        null,
        null);
  }

  @Test
  void isFoundByItsHashAsItWasKept() {
    Token student = token(1, Role.STUDENT, MADE.plusSeconds(1));
    Token grader = token(2, Role.GRADER, null);

    assertThat(tokens.keep(student, "aa")).isTrue();
    assertThat(tokens.keep(grader, "bb")).isTrue();

    assertThat(tokens.withHash("aa")).contains(student);
    assertThat(tokens.withHash("bb")).contains(grader);
    assertThat(tokens.withHash("AA")).isEmpty();
    assertThat(tokens.withHash("")).isEmpty();
  }

  @Test
  void theFirstOfAnIdStays() {
    tokens.keep(token(1, Role.GRADER, null), "aa");

    assertThat(tokens.keep(token(1, Role.INSTRUCTOR, null), "bb")).isFalse();

    assertThat(tokens.withHash("aa")).contains(token(1, Role.GRADER, null));
    assertThat(tokens.withHash("bb")).isEmpty();
  }

  @Test
  void areListedNewestFirstPageByPage() {
    for (int i : new int[] {2, 5, 1, 4, 3}) {
      tokens.keep(token(i, Role.GRADER, null), "hash" + i);
    }

    assertThat(numbers(tokens.list(null, 2))).containsExactly(5, 4);
    assertThat(numbers(tokens.list(id(4), 2))).containsExactly(3, 2);
    assertThat(numbers(tokens.list(id(2), 2))).containsExactly(1);
    assertThat(tokens.list(id(1), 2)).isEmpty();
  }

  private static List<Integer> numbers(List<Token> page) {
    return page.stream().map(token -> (int) token.id().getLeastSignificantBits()).toList();
  }

  @Test
  void isRevokedOnceAndStaysListed() {
    tokens.keep(token(1, Role.GRADER, null), "aa");

    assertThat(tokens.revoke(id(1), MADE.plusSeconds(5))).isTrue();
    assertThat(tokens.revoke(id(1), MADE.plusSeconds(9))).isTrue();
    assertThat(tokens.revoke(id(2), MADE)).isFalse();

    assertThat(tokens.list(null, 10))
        .singleElement()
        .satisfies(token -> assertThat(token.revokedAt()).isEqualTo(MADE.plusSeconds(5)));
    assertThat(tokens.withHash("aa")).hasValueSatisfying(it -> assertThat(it.isRevoked()).isTrue());
  }

  @Test
  void itsLastUseIsNoted() {
    tokens.keep(token(1, Role.GRADER, null), "aa");

    tokens.used(id(1), MADE.plusSeconds(7));
    tokens.used(id(2), MADE);

    assertThat(tokens.list(null, 10))
        .singleElement()
        .satisfies(token -> assertThat(token.lastUsedAt()).isEqualTo(MADE.plusSeconds(7)));
  }

  @Test
  void anInstructorIsThereWhoCanGetIn() {
    assertThat(tokens.hasInstructor(MADE)).isFalse();
    tokens.keep(token(1, Role.GRADER, null), "aa");
    assertThat(tokens.hasInstructor(MADE)).isFalse();
    tokens.keep(token(2, Role.INSTRUCTOR, MADE.plusSeconds(10)), "bb");
    assertThat(tokens.hasInstructor(MADE.plusSeconds(9))).isTrue();
    assertThat(tokens.hasInstructor(MADE.plusSeconds(10))).isFalse();
    tokens.keep(token(3, Role.INSTRUCTOR, null), "cc");
    assertThat(tokens.hasInstructor(MADE.plusSeconds(10))).isTrue();
    tokens.revoke(id(3), MADE);
    assertThat(tokens.hasInstructor(MADE.plusSeconds(10))).isFalse();
  }
}
