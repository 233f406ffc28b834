package dev.handshakelab.linux;

import dev.handshakelab.wire.IpAddress;

class DeadlinesTest extends Deadlines {
  @Override
  Place good() {
    return new HostPlace(IpAddress.parse("127.0.0.1"), null);
  }
}
