package dev.handshakelab.linux;

import dev.handshakelab.linux.ffi.Clocks;
import java.util.ArrayList;
import java.util.List;

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

  List<Told> told() {
    return List.copyOf(told);
  }
}
