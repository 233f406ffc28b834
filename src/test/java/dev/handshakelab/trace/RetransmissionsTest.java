package dev.handshakelab.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RetransmissionsTest {

  /** The ordinal that each segment of a story repeats, null where it repeats none. */
  private static List<@Nullable Integer> repeated(String... story) {
    var retransmissions = new Retransmissions();
    List<@Nullable Integer> repeated = new ArrayList<>();
    for (Entry entry : Story.entries(story)) {
      if (entry instanceof Entry.Sent sent) {
        repeated.add(retransmissions.of(sent.from(), sent.ordinal(), sent.packet().segment()));
      }
    }
    return repeated;
  }

  @Test
  void everyRepetitionPointsToTheFirst() {
    assertThat(
            repeated(
                ">x S 100:100(0) win 1000", ">x S 100:100(0) win 1000", ">x S 100:100(0) win 1000"))
        .containsExactly(null, 1, 1);
  }

  @Test
  void anAcknowledgmentIsNone() {
    assertThat(
            repeated(
                "> P. 101:111(10) ack 301",
                "< . 301:301(0) ack 111",
                "< . 301:301(0) ack 111",
                "> . 101:101(0) ack 301"))
        .containsExactly(null, null, null, null);
  }

  @Test
  void theEndsAreTakenApart() {
    assertThat(repeated("> S 100:100(0) win 1", "< S. 100:100(0) ack 101 win 1"))
        .containsExactly(null, null);
  }

  @Test
  void aPieceOfWhatWasSentIsOne() {
    assertThat(
            repeated(
                ">x P. 101:111(10) ack 301",
                ">x P. 111:121(10) ack 301",
                "> P. 116:121(5) ack 301"))
        .containsExactly(null, null, 2);
  }

  @Test
  void aFinAfterTheDataIsNone() {
    assertThat(repeated("> P. 101:111(10) ack 301", "> F. 111:111(0) ack 301"))
        .containsExactly(null, null);
  }

  @Test
  void aResetIsNone() {
    assertThat(repeated("> F. 101:101(0) ack 301", "> R. 101:101(0) ack 301"))
        .containsExactly(null, null);
  }

  @Test
  void numbersWrap() {
    assertThat(
            repeated(
                ">x P. 4294967291:5(10) ack 1",
                ">x P. 5:15(10) ack 1",
                "> P. 4294967291:5(10) ack 1",
                "> P. 0:5(5) ack 1"))
        .containsExactly(null, null, 1, 1);
  }
}
