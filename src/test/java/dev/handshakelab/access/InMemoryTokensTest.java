package dev.handshakelab.access;

class InMemoryTokensTest extends TokensContract {
  @Override
  protected Tokens empty() {
    return new InMemoryTokens();
  }
}
