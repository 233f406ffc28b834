package dev.handshakelab.linux;

import dev.handshakelab.linux.socket.KernelState;
import dev.handshakelab.linux.tracing.KernelEvent;
import dev.handshakelab.scenario.KernelAccount;
import dev.handshakelab.tcp.StateName;
import dev.handshakelab.trace.Conversation;
import dev.handshakelab.trace.Entry;
import dev.handshakelab.trace.Party;
import dev.handshakelab.trace.StateInference;
import dev.handshakelab.wire.Octets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The states of the one end that the kernel plays, where the other tells its own: what the segments
 * prove, then what the kernel printed of it, and a note where the two disagree.
 */
public final class PeerStates {
  private PeerStates() {}

  /**
   * What the kernel said.
   *
   * @param party whose end it plays
   * @param zeroNs time zero, CLOCK_REALTIME
   * @param events what its log printed of the conversation; null when that was not read
   * @param halfOpen in what sock_diag found its half-open connection; null when it did not
   * @param cookies whether it answers SYNs with cookies
   * @param finalState in which its socket was at the end; null when it did not tell
   */
  public record Said(
      Party party,
      long zeroNs,
      @Nullable List<KernelEvent> events,
      @Nullable KernelState halfOpen,
      boolean cookies,
      @Nullable StateName finalState) {

    private CookieListeners listeners() {
      return cookies
          ? new CookieListeners(EnumSet.of(party), EnumSet.noneOf(Party.class))
          : CookieListeners.NONE;
    }
  }

  /**
   * The entries with the kernel's transitions among them, all numbered anew.
   *
   * @param entries in order, with the transitions of the end that is not the kernel's
   */
  public static List<Entry> woven(List<Entry> entries, Conversation conversation, Said said) {
    Party party = said.party();
    List<Entry> derived =
        StateInference.withStates(
            entries, EnumSet.of(party), (_, end) -> said.listeners().answered(end, true));
    Evidence evidence = evidence(conversation, said);
    List<Entry> woven = new ArrayList<>(TracedStates.woven(derived, evidence));
    GivenUp.of(evidence, woven, 1, party).ifPresent(woven::add);
    StateName proved = Contradictions.lastState(woven, party, 1);
    StateName last = said.finalState();
    if (last != null && last != proved) {
      String text =
          "by its segments the %s ended in %s, by the kernel in %s".formatted(party, proved, last);
      woven.add(new Entry.Note(0, null, text, null));
    }
    return woven;
  }

  private static Evidence evidence(Conversation conversation, Said said) {
    StateName last = said.finalState();
    return new Evidence(
        Tier.NETNS_TUN,
        conversation.client(),
        conversation.server(),
        said.zeroNs(),
        List.of(),
        List.of(),
        null,
        0,
        said.events(),
        0,
        said.halfOpen(),
        new Sayings(null, nothing(), nothing()),
        Octets.EMPTY,
        said.listeners(),
        last == null ? Map.of() : Map.of(said.party(), last));
  }

  private static KernelAccount.EndAccount nothing() {
    return new KernelAccount.EndAccount(
        new TreeMap<>(), new TreeMap<>(), new TreeMap<>(), new TreeMap<>());
  }
}
