package dev.handshakelab.tcp;

import dev.handshakelab.wire.IpAddress;
import dev.handshakelab.wire.SequenceNumber;
import dev.handshakelab.wire.SocketAddress;
import java.util.ArrayList;
import java.util.List;

/**
 * The ISNs that a machine chooses for successive connections, as somebody sees them who asks it
 * again and again. Asked from ever new ports it should not give away what comes next (RFC 9293
 * §3.4.1, MUST-9); asked from one port each answer should lie beyond the one before, so that old
 * segments do not fall into a new connection (MUST-8).
 *
 * @param acrossPorts one connection from each of successive ports
 * @param onePort successive incarnations between the same two sockets
 */
public record IsnSamples(List<SequenceNumber> acrossPorts, List<SequenceNumber> onePort) {
  private static final int MACHINE = 2;
  private static final int MTU = 1500;
  private static final int FIRST_PORT = 32_768;
  private static final int PORTS = 28_232;
  private static final SocketAddress SERVER = new SocketAddress(IpAddress.parse("10.0.0.2"), 8080);
  private static final IpAddress CLIENT = IpAddress.parse("10.0.0.1");

  public IsnSamples {
    acrossPorts = List.copyOf(acrossPorts);
    onePort = List.copyOf(onePort);
  }

  /**
   * @param seed of the machine's secrets
   * @param count of each kind
   * @param intervalNs between one connection and the next
   */
  public static IsnSamples of(Policy policy, long seed, int count, long intervalNs) {
    var secrets = Secrets.of(seed, MACHINE);
    List<SequenceNumber> across = new ArrayList<>(count);
    List<SequenceNumber> one = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      long now = i * intervalNs;
      across.add(
          InitialSequenceNumbers.next(policy, secrets, path(FIRST_PORT + i % PORTS), now, i));
      one.add(InitialSequenceNumbers.next(policy, secrets, path(FIRST_PORT), now, i));
    }
    return new IsnSamples(across, one);
  }

  private static Path path(int port) {
    return new Path(SERVER, new SocketAddress(CLIENT, port), MTU);
  }

  /** How many incarnations of the one port begin at or before the ISN of the one before them. */
  public int overlaps() {
    int count = 0;
    for (int i = 1; i < onePort.size(); i++) {
      count += onePort.get(i).isAfter(onePort.get(i - 1)) ? 0 : 1;
    }
    return count;
  }
}
