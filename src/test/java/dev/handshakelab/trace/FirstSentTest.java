package dev.handshakelab.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FirstSentTest {

  /** The ordinal that each segment of one end's story begins like, null where none did. */
  private static List<@Nullable Integer> begun(String... story) {
    var first = new FirstSent();
    List<@Nullable Integer> begun = new ArrayList<>();
    for (Entry entry : Story.entries(story)) {
      if (entry instanceof Entry.Sent sent) {
        begun.add(first.before(sent.packet().segment()));
        first.add(sent);
      }
    }
    return begun;
  }

  @Test
  void oneThatFollowsAllOthersIsTheFirst() {
    assertThat(
            begun(
                "> S 100:100(0) win 1000",
                "> . 101:101(0) ack 301",
                "> P. 101:111(10) ack 301",
                "> F. 111:111(0) ack 301"))
        .containsExactly(null, null, null, null);
  }

  @Test
  void repetitionsPointToTheFirstHoweverManyFollowed() {
    assertThat(
            begun(
                ">x S 100:100(0) win 1000",
                ">x S 100:100(0) win 1000",
                ">x P. 101:111(10) ack 301",
                ">x P. 111:121(10) ack 301",
                ">x P. 101:111(10) ack 301",
                ">x P. 121:131(10) ack 301",
                ">x P. 111:131(20) ack 301"))
        .containsExactly(null, 1, null, null, 3, null, 4);
  }

  @Test
  void aPieceThatNobodyBeganWithIsTheFirstOfItsOwn() {
    assertThat(
            begun(
                ">x P. 101:121(20) ack 301",
                ">x P. 111:121(10) ack 301",
                ">x P. 111:121(10) ack 301"))
        .containsExactly(null, null, 2);
  }

  @Test
  void aSynIsNoTextThatBeginsWithItsNumber() {
    assertThat(begun(">x S 100:100(0) win 1000", ">x P. 100:110(10) ack 301"))
        .containsExactly(null, null);
  }

  @Test
  void numbersWrap() {
    assertThat(
            begun(
                ">x P. 4294967290:4294967295(5) ack 301",
                ">x P. 4294967295:4(5) ack 301",
                ">x P. 4294967295:4(5) ack 301",
                ">x P. 4:9(5) ack 301"))
        .containsExactly(null, null, 2, null);
  }
}
