package dev.handshakelab.history.jpa;

import dev.handshakelab.wire.IpAddress;
import dev.handshakelab.wire.Octets;
import dev.handshakelab.wire.SequenceNumber;
import org.jspecify.annotations.Nullable;

/** Values between what they are and what a column holds. */
final class Stored {
  private Stored() {}

  /**
   * A column that the kind of its row says is filled.
   *
   * @throws IllegalStateException when it is not: somebody else wrote the row
   */
  static <T> T known(@Nullable T column) {
    if (column == null) {
      throw new IllegalStateException("a row lacks a column that its kind has");
    }
    return column;
  }

  static byte[] address(IpAddress address) {
    return address.octets().toArray();
  }

  static IpAddress address(byte[] octets) {
    return new IpAddress(Octets.of(octets));
  }

  static @Nullable Long number(@Nullable SequenceNumber number) {
    return number == null ? null : number.value();
  }

  static @Nullable SequenceNumber number(@Nullable Long value) {
    return value == null ? null : SequenceNumber.of(value);
  }
}
