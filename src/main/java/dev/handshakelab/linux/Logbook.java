package dev.handshakelab.linux;

import dev.handshakelab.linux.ffi.Clocks;
import dev.handshakelab.trace.Party;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where a session writes what it learns, with the time. */
final class Logbook {
  private final int clock;
  private final List<Told> told;

  /** How many calls each end has made, whatever the connection. */
  private final Map<Party, Integer> calls;

  private final Told.@Nullable Whose whose;

  /**
   * @param clock the number of a kernel clock
   */
  Logbook(int clock) {
    this(clock, new ArrayList<>(), new EnumMap<>(Party.class), null);
  }

  private Logbook(
      int clock, List<Told> told, Map<Party, Integer> calls, Told.@Nullable Whose whose) {
    this.clock = clock;
    this.told = told;
    this.calls = calls;
    this.whose = whose;
  }

  /** The same, in the hands of those whose calls concern another connection. */
  Logbook of(Told.Whose other) {
    return new Logbook(clock, told, calls, other);
  }

  /** The id of a new call of an end, from 1. */
  int nextCall(Party end) {
    return calls.merge(end, 1, Integer::sum);
  }

  /** Now, on the session's clock. */
  long nowNs() {
    return Clocks.nanos(clock);
  }

  void write(Told line) {
    told.add(whose != null && line instanceof Told.Called called ? called.of(whose) : line);
  }

  void remark(@Nullable Party end, String text) {
    told.add(new Told.Remark(end, text, nowNs(), whose));
  }

  List<Told> told() {
    return List.copyOf(told);
  }
}
