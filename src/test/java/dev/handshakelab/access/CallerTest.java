package dev.handshakelab.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CallerTest {

  /** Rows: who calls, limited to what; whose thing it is; whether it is theirs to see. */
  @ParameterizedTest
  @CsvSource({
    "INSTRUCTOR,    ,    , hs1, s_1, true",
    "INSTRUCTOR,    ,    ,    ,    , true",
    "GRADER,        ,    , hs1, s_1, true",
    "GRADER,     hs1,    , hs1, s_1, true",
    "GRADER,     hs1,    , hs2, s_1, false",
    "GRADER,     hs1,    ,    ,    , false",
    "PIPELINE,   hs1,    , hs1, s_1, true",
    "PIPELINE,   hs1,    , hs1,    , true",
    "PIPELINE,   hs1,    , hs2, s_1, false",
    "PIPELINE,   hs1,    ,    , s_1, false",
    "STUDENT,       , s_1, hs1, s_1, true",
    "STUDENT,       , s_1,    , s_1, true",
    "STUDENT,       , s_1, hs1, s_2, false",
    "STUDENT,       , s_1, hs1,    , false",
    "STUDENT,       , s_1,    ,    , false",
    "STUDENT,    hs1, s_1, hs1, s_1, true",
    "STUDENT,    hs1, s_1, hs2, s_1, false",
  })
  void seesWhatIsTheirs(
      Role role,
      @Nullable String assignment,
      @Nullable String subject,
      @Nullable String ofAssignment,
      @Nullable String ofSubject,
      boolean sees) {
    Caller caller = new Caller(role, assignment, subject, "x", null);

    assertThat(caller.maySee(ofAssignment, ofSubject)).isEqualTo(sees);
  }

  @Test
  void whoIsToFindSomethingOutSeesNoSecrets() {
    assertThat(Caller.OPEN.seesSecrets()).isTrue();
    assertThat(new Caller(Role.GRADER, null, null, "x", null).seesSecrets()).isTrue();
    assertThat(new Caller(Role.PIPELINE, "hs1", null, "x", null).seesSecrets()).isFalse();
    assertThat(new Caller(Role.STUDENT, null, "s_1", "x", null).seesSecrets()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "STUDENT,       ,    ",
    "STUDENT,    hs1,    ",
    "PIPELINE,      ,    ",
    "PIPELINE,   hs1, s_1",
    "GRADER,        , s_1",
    "INSTRUCTOR, hs1,    ",
    "INSTRUCTOR,    , s_1",
  })
  void whatNobodyCanBeIsRefused(Role role, @Nullable String assignment, @Nullable String subject) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Caller(role, assignment, subject, "x", null));
  }
}
