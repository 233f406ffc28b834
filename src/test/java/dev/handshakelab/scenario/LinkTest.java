package dev.handshakelab.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handshakelab.scenario.Link.Arrival;
import dev.handshakelab.scenario.Link.Passage;
import dev.handshakelab.scenario.Verdict.Copy;
import java.util.List;
import org.junit.jupiter.api.Test;

class LinkTest {
  private static Verdict verdict(Copy... copies) {
    return new Verdict(List.of(copies), List.of());
  }

  private static Copy after(long delayNs) {
    return new Copy(delayNs, true, false);
  }

  @Test
  void whatIsSentArrivesAfterItsDelay() {
    assertThat(Link.EMPTY.pass(100, verdict(after(20))).arrivals())
        .containsExactly(new Arrival(120, 1, false));
  }

  @Test
  void whatWasSentLaterDoesNotOvertake() {
    Link link = Link.EMPTY.pass(100, verdict(after(50))).link();
    Passage second = link.pass(110, verdict(after(10)));
    assertThat(second.arrivals()).containsExactly(new Arrival(150, 1, false));
    assertThat(second.link().pass(200, verdict(after(10))).arrivals())
        .containsExactly(new Arrival(210, 1, false));
  }

  @Test
  void whatIsTakenOutOfTheLineIsOvertakenAndHoldsNobodyUp() {
    Passage reordered = Link.EMPTY.pass(100, verdict(new Copy(500, false, false)));
    assertThat(reordered.arrivals()).containsExactly(new Arrival(600, 1, false));
    assertThat(reordered.link().pass(110, verdict(after(10))).arrivals())
        .containsExactly(new Arrival(120, 1, false));
  }

  @Test
  void aDuplicateHoldsNobodyUp() {
    Passage twice = Link.EMPTY.pass(100, verdict(after(10), new Copy(500, false, true)));
    assertThat(twice.arrivals())
        .containsExactly(new Arrival(110, 1, false), new Arrival(600, 2, true));
    assertThat(twice.link().pass(120, verdict(after(10))).arrivals())
        .containsExactly(new Arrival(130, 1, false));
  }

  @Test
  void whatIsLostLeavesTheLinkAsItWas() {
    Passage lost = Link.EMPTY.pass(100, verdict());
    assertThat(lost.arrivals()).isEmpty();
    assertThat(lost.link()).isEqualTo(Link.EMPTY);
  }
}
