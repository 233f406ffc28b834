package dev.handshakelab.history;

import org.junit.jupiter.api.Nested;

/** The fake keeps what is asked of histories, but for distributions. */
class InMemoryHistoriesTest {

  @Nested
  class Keeping extends HistoriesContract {
    @Override
    protected Histories empty() {
      return new InMemoryHistories();
    }
  }

  @Nested
  class Walking extends SessionWalksContract {
    @Override
    protected Histories empty() {
      return new InMemoryHistories();
    }
  }
}
