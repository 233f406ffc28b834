package dev.handshakelab.linux;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handshakelab.linux.capture.CapturedPacket;
import dev.handshakelab.linux.capture.CapturedPacket.Copy;
import dev.handshakelab.linux.link.CarriageByHand;
import dev.handshakelab.trace.Party;
import dev.handshakelab.wire.Octets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which packet that was seen is which that the link carried. */
class WitnessedTest {
  private static final String SYN = "S 100:100(0) win 1000";
  private static final String SYN_ACK = "S. 300:300(0) ack 101 win 1000";

  private static CarriageByHand link(String network) {
    return new CarriageByHand(KernelRequests.asking("{network: {" + network + "}}").network());
  }

  private static String faultOnFirstSyn(String action) {
    return "faults: [{from: 'CLIENT', segment: 'SYN', occurrence: 1, connection: 1, action: '"
        + action
        + (action.equals("DUPLICATE") ? "', byMs: 3}]" : "'}]");
  }

  private static CapturedPacket seen(long atNs, Copy copy, Octets octets) {
    return new CapturedPacket(atNs, copy, octets, false);
  }

  private static final Octets SYN_OCTETS = CarriageByHand.octets(Party.CLIENT, SYN);
  private static final Octets SYN_ACK_OCTETS = CarriageByHand.octets(Party.SERVER, SYN_ACK);

  /** As the two taps and the link tell it: when it left, and when each copy arrived. */
  private static List<String> told(List<Witnessed> all) {
    return all.stream()
        .map(it ->
            it.sentNs()
                + " > "
                + it.arrivals().stream().map(Witnessed.Arrival::receivedNs).toList())
        .toList();
  }

  @Test
  void eachPacketLeavesAndArrives() {
    CarriageByHand link = link("");
    link.carry(Party.CLIENT, SYN, 10);
    link.carry(Party.SERVER, SYN_ACK, 30);
    List<Witnessed> all =
        Witnessed.onLink(
            List.of(
                seen(9, Copy.SENT, SYN_OCTETS),
                seen(31, Copy.RECEIVED, SYN_ACK_OCTETS),
                seen(11, Copy.RECEIVED, SYN_OCTETS),
                seen(29, Copy.SENT, SYN_ACK_OCTETS)),
            link.passages());
    assertThat(told(all)).containsExactly("9 > [11]", "29 > [31]");
  }

  /** The same octets three times; without the link nobody could say which of them arrived. */
  @Test
  void ofEqualPacketsTheOneThatWasLostIsTheOneThatTheLinkLost() {
    CarriageByHand link = link(faultOnFirstSyn("DROP"));
    link.carry(Party.CLIENT, SYN, 10);
    link.carry(Party.CLIENT, SYN, 20);
    link.carry(Party.CLIENT, SYN, 30);
    List<Witnessed> all =
        Witnessed.onLink(
            List.of(
                seen(9, Copy.SENT, SYN_OCTETS),
                seen(19, Copy.SENT, SYN_OCTETS),
                seen(29, Copy.SENT, SYN_OCTETS),
                seen(21, Copy.RECEIVED, SYN_OCTETS),
                seen(31, Copy.RECEIVED, SYN_OCTETS)),
            link.passages());
    assertThat(told(all)).containsExactly("9 > []", "19 > [21]", "29 > [31]");
  }

  @Test
  void aDuplicateArrivesTwice() {
    CarriageByHand link = link(faultOnFirstSyn("DUPLICATE"));
    link.carry(Party.CLIENT, SYN, 10);
    List<Witnessed> all =
        Witnessed.onLink(
            List.of(
                seen(9, Copy.SENT, SYN_OCTETS),
                seen(11, Copy.RECEIVED, SYN_OCTETS),
                seen(12, Copy.RECEIVED, SYN_OCTETS)),
            link.passages());
    assertThat(told(all)).containsExactly("9 > [11, 12]");
    assertThat(all.getFirst().arrivals()).extracting(Witnessed.Arrival::copy).containsExactly(1, 2);
  }

  @Test
  void aDamagedOneIsThePacketThatWasSentThoughItsOctetsDiffer() {
    CarriageByHand link = link(faultOnFirstSyn("CORRUPT"));
    link.carry(Party.CLIENT, SYN, 10);
    Octets damaged = link.passages().getFirst().copies().getFirst().octets();
    assertThat(damaged).isNotEqualTo(SYN_OCTETS);
    List<Witnessed> all =
        Witnessed.onLink(
            List.of(seen(9, Copy.SENT, SYN_OCTETS), seen(11, Copy.RECEIVED, damaged)),
            link.passages());
    assertThat(told(all)).containsExactly("9 > [11]");
    assertThat(all.getFirst().octets()).isEqualTo(SYN_OCTETS);
    assertThat(all.getFirst().arrivals().getFirst().corrupted()).isTrue();
  }

  @Test
  void whatFitsToNothingStandsAlone() {
    CarriageByHand link = link("");
    link.carry(Party.CLIENT, SYN, 10);
    List<Witnessed> all =
        Witnessed.onLink(
            List.of(
                seen(11, Copy.RECEIVED, SYN_OCTETS),
                seen(40, Copy.SENT, SYN_ACK_OCTETS),
                seen(50, Copy.RECEIVED, SYN_OCTETS)),
            link.passages());
    assertThat(told(all)).containsExactly("null > [11]", "40 > []", "null > [50]");
  }

  @Test
  void whatNobodySawIsNotTold() {
    CarriageByHand link = link("");
    link.carry(Party.CLIENT, SYN, 10);
    assertThat(Witnessed.onLink(List.of(), link.passages())).isEmpty();
  }

  @Test
  void withoutALinkTheTwoCopiesOfAPacketAreOne() {
    List<Witnessed> all =
        Witnessed.ofPairs(
            List.of(
                seen(9, Copy.SENT, SYN_OCTETS),
                seen(11, Copy.RECEIVED, SYN_OCTETS),
                seen(12, Copy.SENT, SYN_ACK_OCTETS)));
    assertThat(told(all)).containsExactly("9 > [11]", "12 > []");
  }
}
