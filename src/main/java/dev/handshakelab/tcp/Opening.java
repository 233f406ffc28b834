package dev.handshakelab.tcp;

import dev.handshakelab.wire.SequenceNumber;

/**
 * How a connection began. SYN-RECEIVED has to remember whether it came from a passive OPEN
 * (MUST-11): a reset sends it back to LISTEN then, else the user is told "connection refused".
 *
 * @param call the id of an active OPEN not answered yet, 0 without
 */
public record Opening(boolean passive, SequenceNumber iss, SequenceNumber irs, int call) {
  Opening answered() {
    return new Opening(passive, iss, irs, 0);
  }
}
