package dev.handshakelab.linux;

class TracedSessionsTest extends TracedSessions {
  TracedSessionsTest() {
    super("127.0.0.1");
  }
}
