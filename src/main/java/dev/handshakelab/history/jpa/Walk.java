package dev.handshakelab.history.jpa;

import dev.handshakelab.history.BadCursor;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A list with its filters, which hands out cursors and reads them. A cursor is the key of the last
 * row that was seen, which says where to go on whether or not that row is still there, behind a
 * version and a fingerprint of the list and its filters, so that it cannot be carried to another
 * walk unnoticed. It keeps no secret and grants nothing; it needs no signature.
 *
 * <pre>{@code
 * octet 0   1 … 8        9 …
 *       1   fingerprint  the key: a session's id, or a number in 4 octets
 * }</pre>
 */
final class Walk {
  private static final byte VERSION = 1;
  private static final int KEY_AT = 1 + Long.BYTES;

  private final long fingerprint;

  private Walk(long fingerprint) {
    this.fingerprint = fingerprint;
  }

  /**
   * @param filters in a fixed order, by their {@code toString}; null does not filter
   */
  static Walk over(String list, @Nullable Object... filters) {
    var text = new Unambiguous().add(list);
    for (Object filter : filters) {
      text.add(filter == null ? null : filter.toString());
    }
    return new Walk(ByteBuffer.wrap(text.hash()).getLong());
  }

  String cursor(UUID last) {
    return cursor(
        ByteBuffer.allocate(16)
            .putLong(last.getMostSignificantBits())
            .putLong(last.getLeastSignificantBits()));
  }

  String cursor(int last) {
    return cursor(ByteBuffer.allocate(Integer.BYTES).putInt(last));
  }

  private String cursor(ByteBuffer key) {
    byte[] octets =
        ByteBuffer.allocate(KEY_AT + key.capacity())
            .put(VERSION)
            .putLong(fingerprint)
            .put(key.flip())
            .array();
    return Base64.getUrlEncoder().withoutPadding().encodeToString(octets);
  }

  /**
   * The id after which to go on.
   *
   * @throws BadCursor when this walk did not hand the cursor out
   */
  UUID id(String cursor) {
    ByteBuffer key = key(cursor, 16);
    return new UUID(key.getLong(), key.getLong());
  }

  /**
   * The number after which to go on, 0 to begin.
   *
   * @throws BadCursor when this walk did not hand the cursor out
   */
  int number(@Nullable String cursor) {
    return cursor == null ? 0 : key(cursor, Integer.BYTES).getInt();
  }

  private ByteBuffer key(String cursor, int length) {
    ByteBuffer octets = ByteBuffer.wrap(decode(cursor));
    if (octets.capacity() < KEY_AT || octets.get() != VERSION) {
      throw new BadCursor("this is no cursor of this service: begin again without one");
    }
    if (octets.getLong() != fingerprint || octets.remaining() != length) {
      throw new BadCursor(
          "this cursor belongs to another list or to other filters: walk with the filters of the"
              + " first page, or begin again without a cursor");
    }
    return octets;
  }

  /** Only the one spelling that was handed out: base64 has several for the same octets. */
  private static byte[] decode(String cursor) {
    try {
      byte[] octets = Base64.getUrlDecoder().decode(cursor);
      if (Base64.getUrlEncoder().withoutPadding().encodeToString(octets).equals(cursor)) {
        return octets;
      }
    } catch (IllegalArgumentException notBase64) {
      // said below
    }
    return new byte[0];
  }
}
