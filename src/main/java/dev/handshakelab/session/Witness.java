package dev.handshakelab.session;

import dev.handshakelab.history.Session;
import java.time.Duration;

/** Is told of every session that ended; counters and logs are made of it. */
public interface Witness {
  /**
   * @param ran from the beginning of the run until it was kept, waiting in a queue included
   */
  void ended(Session session, Duration ran);
}
