package dev.handshakelab.tcp;

/**
 * The strawman: a handshake that ends with the second segment. Its server trusts the SYN alone, so
 * a SYN that lingered in the network opens a connection that nobody asked for. It exists to show
 * why there are three.
 */
final class TwoWay {
  static final Rule STRAWMAN = Rule.of("two-way strawman");

  private TwoWay() {}
}
