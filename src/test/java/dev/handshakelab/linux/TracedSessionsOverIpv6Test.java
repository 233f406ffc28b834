package dev.handshakelab.linux;

class TracedSessionsOverIpv6Test extends TracedSessions {
  TracedSessionsOverIpv6Test() {
    super("::1");
  }
}
