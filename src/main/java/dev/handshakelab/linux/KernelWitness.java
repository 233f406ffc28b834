package dev.handshakelab.linux;

import dev.handshakelab.linux.link.Passage;
import dev.handshakelab.linux.tracing.KernelEvent;
import dev.handshakelab.trace.Disposition;
import dev.handshakelab.trace.Entry;
import dev.handshakelab.trace.Party;
import dev.handshakelab.wire.IpAddress;
import dev.handshakelab.wire.Segment;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the kernel's log says of one conversation: whose socket an event is of, what it sent again
 * or reset, and why it dropped a segment that the link handed to it.
 */
final class KernelWitness {
  /** Lines of the trace have microseconds, so an event may seem to come that much too early. */
  private static final long RESOLUTION_NS = 1000;

  private static final String OBEYS = "tcp_receive_reset";

  /** What the kernel calls dropping a RST that it has obeyed. */
  private static final String OBEYED = "TCP_RESET";

  private static final String NO_SOCKET = "NO_SOCKET";

  /** Also what it calls dropping a RST that it has obeyed by giving up a half-open request. */
  private static final String UNSAID = "NOT_SPECIFIED";

  /**
   * What it calls dropping text that it has already. The acknowledgment has been taken by then
   * (net/ipv4/tcp_input.c, tcp_rcv_state_process before tcp_data_queue): a SYN+ACK that crosses
   * ours opens the connection and is dropped for its SYN, which had come before.
   */
  private static final String OLD_TEXT = "TCP_OLD_DATA";

  private final Evidence evidence;

  KernelWitness(Evidence evidence) {
    this.evidence = evidence;
  }

  /** Whose socket it is of, by its ports and address; null when it is of another conversation. */
  @Nullable Party localParty(KernelEvent event) {
    if (!isOurs(event)) {
      return null;
    }
    if (evidence.ofOneSocket()) {
      return Party.CLIENT;
    }
    int local = event.port("sport");
    int remote = event.port("dport");
    int client = evidence.client().port();
    int server = evidence.server().port();
    if (local == server && (remote == client || remote == 0)) {
      return Party.SERVER;
    }
    return local == client && remote == server ? Party.CLIENT : null;
  }

  private boolean isOurs(KernelEvent event) {
    String printed = event.field(evidence.client().address().isIpv6() ? "saddrv6" : "saddr");
    return !printed.isEmpty() && isOurs(printed);
  }

  private boolean isOurs(String printed) {
    IpAddress address = IpAddress.parse(printed);
    return address.equals(evidence.client().address())
        || address.equals(evidence.server().address());
  }

  /** Its retransmissions and resets, where they belong by time. */
  List<Placed> notes(List<KernelEvent> events, NearbySegments segments) {
    List<Placed> notes = new ArrayList<>();
    for (KernelEvent event : events) {
      String text = text(event);
      Party party =
          event.name().equals("tcp_send_reset") ? senderOfReset(event) : localParty(event);
      if (text != null && party != null) {
        long atNs = event.atNs() - evidence.zeroNs();
        int conversation =
            event.name().equals(OBEYS) ? segments.gotBy(party, atNs) : segments.sentBy(party, atNs);
        notes.add(new Placed(atNs, new Entry.Note(conversation, party, text, atNs)));
      }
    }
    return notes;
  }

  private static @Nullable String text(KernelEvent event) {
    return switch (event.name()) {
      case "tcp_retransmit_skb" ->
          "the kernel sends a segment again (tcp_retransmit_skb in " + event.field("state") + ")";
      case "tcp_retransmit_synack" -> "the kernel sends its SYN+ACK again (tcp_retransmit_synack)";
      case OBEYS -> "the kernel obeys a reset (tcp_receive_reset)";
      case "tcp_send_reset" ->
          "the kernel sends a reset (tcp_send_reset, reason " + event.reason() + ")";
      default -> null;
    };
  }

  /** Of requests it prints no peer. */
  private @Nullable Party senderOfReset(KernelEvent event) {
    int source = socketPort(event.field("src"));
    int destination = socketPort(event.field("dest"));
    int client = evidence.client().port();
    int server = evidence.server().port();
    String address = event.field("src");
    int colon = address.lastIndexOf(':');
    if (colon < 0 || !isOurs(address.substring(0, colon).replaceAll("[\\[\\]]", ""))) {
      return null;
    }
    if (source == server && (destination == client || destination == 0)) {
      return Party.SERVER;
    }
    return source == client && destination == server ? Party.CLIENT : null;
  }

  private static int socketPort(String socket) {
    String port = socket.substring(socket.lastIndexOf(':') + 1);
    return port.isEmpty() ? -1 : Integer.parseInt(port);
  }

  /**
   * Why the kernel dropped what was handed to it meanwhile, by its own name for it; null when it
   * printed no drop, or obeyed what it dropped.
   */
  @Nullable String dropReason(Passage.@Nullable Copy carried) {
    List<KernelEvent> events = evidence.events();
    Passage.Handed handed = carried == null ? null : carried.handed();
    if (handed == null || events == null) {
      return null;
    }
    for (KernelEvent event : events) {
      if (event.name().equals("kfree_skb")
          && event.atNs() > handed.begunNs() - RESOLUTION_NS
          && event.atNs() <= handed.doneNs()) {
        return event.reason().equals(OBEYED) ? null : event.reason();
      }
    }
    return null;
  }

  static Disposition disposition(@Nullable String dropReason, Segment dropped) {
    return switch (dropReason) {
      case null -> Disposition.UNKNOWN;
      case NO_SOCKET -> Disposition.NO_SOCKET;
      case OLD_TEXT -> dropped.isSyn() ? Disposition.UNKNOWN : Disposition.DROPPED;
      case UNSAID -> dropped.isRst() ? Disposition.UNKNOWN : Disposition.DROPPED;
      default -> Disposition.DROPPED;
    };
  }
}
