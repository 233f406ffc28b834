package dev.handshakelab.linux.link;

import static java.util.Comparator.comparingLong;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.handshakelab.linux.KernelRequests;
import dev.handshakelab.trace.Party;
import dev.handshakelab.wire.Decoded;
import dev.handshakelab.wire.Octets;
import dev.handshakelab.wire.Packets;
import dev.handshakelab.wire.TcpOption;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What becomes of packets by what the request says of the network, without any kernel. */
class CarriageTest {
  private static final long MILLI = 1_000_000;
  private static final String SYN = "S 100:100(0) win 1000 <mss 1460,sackOK>";
  private static final String SYN_ACK = "S. 300:300(0) ack 101 win 1000 <mss 1460>";

  private static CarriageByHand link(String network) {
    return new CarriageByHand(KernelRequests.asking("{network: {" + network + "}}").network());
  }

  private static String fault(String segment, int occurrence, String action) {
    String by = action.equals("DUPLICATE") ? ", byMs: 3" : "";
    return "faults: [{from: 'CLIENT', segment: '%s', occurrence: %d, connection: 1, action: '%s'%s}]"
        .formatted(segment, occurrence, action, by);
  }

  private static List<Octets> handedOver(CarriageByHand link, List<Carriage.Due> due) {
    return due.stream().map(link::handOver).toList();
  }

  @Test
  void aPacketIsDueAtTheOtherEndWhenItsDelayIsOver() {
    CarriageByHand link = link("toServer: {delayMs: 20}, toClient: {delayMs: 5}");
    assertThat(link.take(Party.CLIENT, SYN, 1000))
        .singleElement()
        .satisfies(due -> {
          assertThat(due.to()).isEqualTo(Party.SERVER);
          assertThat(due.atNs()).isEqualTo(1000 + 20 * MILLI);
        });
    assertThat(link.take(Party.SERVER, SYN_ACK, 2000))
        .singleElement()
        .satisfies(due -> {
          assertThat(due.to()).isEqualTo(Party.CLIENT);
          assertThat(due.atNs()).isEqualTo(2000 + 5 * MILLI);
        });
  }

  @Test
  void itIsUnderWayUntilItIsHandedOver() {
    CarriageByHand link = link("toServer: {delayMs: 1}");
    assertThat(link.carriage().isIdle()).isTrue();
    Carriage.Due due = link.take(Party.CLIENT, SYN, 0).getFirst();
    assertThat(link.carriage().isIdle()).isFalse();
    assertThat(link.carriage().taken()).isEqualTo(1);
    assertThat(link.carriage().handed()).isZero();
    assertThat(link.passages().getFirst().copies().getFirst().handed()).isNull();

    link.handOver(due);

    assertThat(link.carriage().isIdle()).isTrue();
    assertThat(link.carriage().handed()).isEqualTo(1);
    Passage.Copy copy = link.passages().getFirst().copies().getFirst();
    assertThat(copy.askedNs()).isEqualTo(MILLI);
    assertThat(copy.handed()).isEqualTo(new Passage.Handed(MILLI, MILLI + 1));
  }

  @Test
  void ofALostOneNothingIsLeftButItsPassage() {
    CarriageByHand link = link("toServer: {lossRate: 1}");
    assertThat(link.take(Party.CLIENT, SYN, 0)).isEmpty();
    assertThat(link.carriage().isIdle()).isTrue();
    assertThat(link.passages())
        .singleElement()
        .satisfies(passage -> {
          assertThat(passage.octets()).isEqualTo(CarriageByHand.octets(Party.CLIENT, SYN));
          assertThat(passage.copies()).isEmpty();
        });
  }

  @Test
  void aFaultHitsTheOccurrenceThatItNames() {
    CarriageByHand link = link(fault("SYN", 2, "DROP"));
    assertThat(link.take(Party.CLIENT, SYN, 0)).hasSize(1);
    assertThat(link.take(Party.SERVER, SYN_ACK, 1)).hasSize(1);
    assertThat(link.take(Party.CLIENT, SYN, 2)).isEmpty();
    assertThat(link.take(Party.CLIENT, SYN, 3)).hasSize(1);
  }

  @Test
  void aDuplicateIsTheSameTwice() {
    CarriageByHand link = link(fault("SYN", 1, "DUPLICATE"));
    Octets syn = CarriageByHand.octets(Party.CLIENT, SYN);
    assertThat(handedOver(link, link.take(Party.CLIENT, SYN, 0))).containsExactly(syn, syn);
    assertThat(link.passages().getFirst().copies())
        .extracting(Passage.Copy::copy)
        .containsExactly(1, 2);
  }

  /** So that the receiver's kernel finds it wrong, and still finds out whose it would be. */
  @Test
  void aDamagedOneHasAWrongChecksumAndARightHeaderOfIp() {
    CarriageByHand link = link(fault("SYN", 1, "CORRUPT"));
    Octets syn = CarriageByHand.octets(Party.CLIENT, SYN);
    Octets damaged = handedOver(link, link.take(Party.CLIENT, SYN, 0)).getFirst();
    assertThat(damaged).isNotEqualTo(syn);
    assertThat(damaged.length()).isEqualTo(syn.length());
    assertThat(damaged.slice(0, 20)).isEqualTo(syn.slice(0, 20));
    if (Packets.decode(damaged) instanceof Decoded.Intact intact) {
      assertThat(intact.tcpChecksumRight()).isFalse();
    }
    assertThat(link.passages().getFirst().copies().getFirst().corrupted()).isTrue();
  }

  @Test
  void whatIsStrippedGoesOnWithoutItAndWithARightChecksum() {
    CarriageByHand link = link("toServer: {strips: ['SACK_PERMITTED']}");
    Octets passed = handedOver(link, link.take(Party.CLIENT, SYN, 0)).getFirst();
    assertThat(Packets.decode(passed))
        .isInstanceOfSatisfying(
            Decoded.Intact.class,
            intact -> {
              assertThat(intact.tcpChecksumRight()).isTrue();
              assertThat(intact.packet().segment().option(TcpOption.SackPermitted.class)).isEmpty();
              assertThat(intact.packet().segment().option(TcpOption.MaximumSegmentSize.class))
                  .isPresent();
            });
    assertThat(link.passages().getFirst().strippedTo()).isNotEmpty();
    assertThat(link.passages().getFirst().octets())
        .as("it is told as it was sent")
        .isEqualTo(CarriageByHand.octets(Party.CLIENT, SYN));
  }

  @Test
  void whatIsInjectedIsDueFromTimeZeroOnAndOfWhoItClaimsToBe() {
    CarriageByHand link =
        link(
            "injections: [{atMs: 100, to: 'SERVER', segment: 'S 90:90(0) win 1000',"
                + " as: 'CLIENT', by: 'NETWORK', connection: 1}]");
    assertThat(link.carriage().isIdle()).isFalse();
    Carriage.Due due = link.carriage().begin(5000).getFirst();
    assertThat(due.to()).isEqualTo(Party.SERVER);
    assertThat(due.atNs()).isEqualTo(5000 + 100 * MILLI);
    assertThat(Packets.decode(link.handOver(due)))
        .isInstanceOfSatisfying(
            Decoded.Intact.class,
            intact -> {
              assertThat(intact.packet().source()).isEqualTo(CarriageByHand.CLIENT);
              assertThat(intact.packet().destination()).isEqualTo(CarriageByHand.SERVER);
              assertThat(intact.packet().segment().sequence().value()).isEqualTo(90);
            });
    assertThat(link.carriage().isIdle()).isTrue();
    assertThat(link.passages())
        .singleElement()
        .satisfies(it -> assertThat(requireNonNull(it.injectedBy()).name()).isEqualTo("NETWORK"));
  }

  @Test
  void relativeNumbersAreCountedFromTheSessionsOwnConversationWhoeverElseSendsASyn() {
    CarriageByHand link =
        link(
            "floods: [{atMs: 1, to: 'SERVER', perSecond: 1000, count: 3}],"
                + " injections: [{atMs: 100, to: 'SERVER', segment: 'R 7:7(0)', relative: true,"
                + " as: 'CLIENT', by: 'ATTACKER', connection: 1}]");
    link.carry(Party.CLIENT, SYN, 0);
    List<Carriage.Due> written =
        link.carriage().begin(0).stream().sorted(comparingLong(Carriage.Due::atNs)).toList();
    List<Octets> packets = handedOver(link, written);
    assertThat(packets).hasSize(4);
    assertThat(Packets.decode(packets.getLast()))
        .isInstanceOfSatisfying(
            Decoded.Intact.class,
            intact -> assertThat(intact.packet().segment().sequence().value()).isEqualTo(107));
  }

  /** Seeds decide, nothing else: a link is told again what it was told before. */
  @Test
  void theSamePacketsMeetTheSameFate() {
    String random =
        "toServer: {delayMs: 1, jitterMs: 9, lossRate: 0.3, duplicateRate: 0.3, corruptRate: 0.3,"
            + " reorderRate: 0.3, reorderByMs: 5}";
    CarriageByHand once = link(random);
    CarriageByHand again = link(random);
    for (int i = 0; i < 200; i++) {
      once.carry(Party.CLIENT, SYN, i * MILLI);
      again.carry(Party.CLIENT, SYN, i * MILLI);
    }
    assertThat(again.passages()).isEqualTo(once.passages());
    assertThat(once.passages()).anyMatch(it -> it.copies().isEmpty());
    assertThat(once.passages()).anyMatch(it -> it.copies().size() == 2);
  }
}
