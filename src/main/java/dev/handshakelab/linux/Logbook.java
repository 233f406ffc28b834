package dev.handshakelab.linux;

import dev.handshakelab.linux.ffi.Clocks;
import dev.handshakelab.trace.Party;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where a session writes what it learns, with the time. */
final class Logbook {
  private final int clock;
  private final List<Told> told = new ArrayList<>();

  /**
   * @param clock the number of a kernel clock
   */
  Logbook(int clock) {
    this.clock = clock;
  }

  /** Now, on the session's clock. */
  long nowNs() {
    return Clocks.nanos(clock);
  }

  void write(Told line) {
    told.add(line);
  }

  void remark(@Nullable Party end, String text) {
    told.add(new Told.Remark(end, text, nowNs()));
  }

  List<Told> told() {
    return List.copyOf(told);
  }
}
