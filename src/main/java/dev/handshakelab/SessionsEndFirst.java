package dev.handshakelab;

import dev.handshakelab.session.Sessions;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * At a shutdown the sessions end before anything else does: while the server still answers, so that
 * whoever waits for one is answered and whoever comes new is told 503, and while this process still
 * holds its lease, so that nobody takes them for abandoned.
 */
@Component
final class SessionsEndFirst implements SmartLifecycle {
  private final Sessions sessions;

  SessionsEndFirst(Sessions sessions) {
    this.sessions = sessions;
  }

  @Override
  public void start() {
    // they begin one by one, when they are asked for
  }

  @Override
  public void stop() {
    sessions.close();
  }

  @Override
  public boolean isRunning() {
    return !sessions.isClosed();
  }

  /** A pause of the program is no end of it. */
  @Override
  public boolean isPauseable() {
    return false;
  }

  /** The greatest phase is stopped first; the server's is a little less. */
  @Override
  public int getPhase() {
    return Integer.MAX_VALUE;
  }
}
