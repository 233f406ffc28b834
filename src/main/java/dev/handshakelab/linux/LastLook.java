package dev.handshakelab.linux;

import dev.handshakelab.linux.ffi.LinuxException;
import dev.handshakelab.linux.tun.Counters;
import dev.handshakelab.scenario.KernelAccount;
import dev.handshakelab.tcp.StateName;
import dev.handshakelab.trace.Party;
import java.util.EnumMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the kernel is asked of a session's ends when nothing passes any more, beside what it counted
 * when the session began.
 */
final class LastLook {
  private static final int MOST_LOOKS = 5;

  private final Place place;
  private final Map<Party, Counters> before = new EnumMap<>(Party.class);

  /** Made when the session begins. */
  LastLook(Place place) throws LinuxException {
    this.place = place;
    for (Party party : Party.values()) {
      before.put(party, place.counters(party));
    }
  }

  Sayings sayings(Talk talk, HalfOpen halfOpen) throws LinuxException {
    return new Sayings(
        halfOpen.found(),
        account(talk.client(), halfOpen.ofClient()),
        account(talk.server(), new TreeMap<>()));
  }

  private KernelAccount.EndAccount account(KernelEnd end, SortedMap<String, Long> whileHalfOpen)
      throws LinuxException {
    Counters now = place.counters(end.party());
    return new KernelAccount.EndAccount(
        end.named(),
        whileHalfOpen,
        now.since(before.getOrDefault(end.party(), now)),
        place.settings(end.party()));
  }

  /**
   * The states when nothing is passing any more; of a session that is cut short, those in which it
   * was found after a few looks.
   */
  static Map<Party, StateName> states(Talk talk, Sightings sightings, Logbook logbook)
      throws LinuxException {
    Map<Party, StateName> states = now(talk, logbook);
    for (int looks = 1; sightings.drain() && looks < MOST_LOOKS; looks++) {
      states = now(talk, logbook);
    }
    return states;
  }

  private static Map<Party, StateName> now(Talk talk, Logbook logbook) {
    Map<Party, StateName> states = new EnumMap<>(Party.class);
    try {
      states.put(Party.CLIENT, talk.client().state().state());
      if (!talk.withItself()) {
        states.put(Party.SERVER, talk.server().state().state());
      }
    } catch (LinuxException unknown) {
      logbook.remark(null, "the kernel does not tell the final states: " + unknown.getMessage());
    }
    return states;
  }
}
