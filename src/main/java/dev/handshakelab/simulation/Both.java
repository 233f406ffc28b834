package dev.handshakelab.simulation;

import dev.handshakelab.trace.Party;

/** One for each end, which may be replaced. */
final class Both<T> {
  private T client;
  private T server;

  Both(T client, T server) {
    this.client = client;
    this.server = server;
  }

  T of(Party party) {
    return switch (party) {
      case CLIENT -> client;
      case SERVER -> server;
    };
  }

  void put(Party party, T other) {
    switch (party) {
      case CLIENT -> client = other;
      case SERVER -> server = other;
    }
  }
}
