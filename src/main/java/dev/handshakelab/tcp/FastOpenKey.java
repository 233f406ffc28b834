package dev.handshakelab.tcp;

import dev.handshakelab.wire.Octets;
import java.util.HexFormat;
import java.util.List;

/** The key of Fast Open cookies as an administrator writes it. */
public final class FastOpenKey {
  private FastOpenKey() {}

  /**
   * Reads tcp_fastopen_key: four words of eight hexadecimal digits, each a little-endian number.
   *
   * @throws IllegalArgumentException when the text is anything else
   */
  public static SipHash parse(String text) {
    var words = List.of(text.split("-", -1));
    if (words.size() != 4 || words.stream().anyMatch(word -> !word.matches("[0-9a-fA-F]{8}"))) {
      throw new IllegalArgumentException(
          "a Fast Open key is four words of eight hexadecimal digits with dashes between, not "
              + text);
    }
    byte[] key = new byte[16];
    for (int i = 0; i < key.length; i++) {
      int word = HexFormat.fromHexDigits(words.get(i / 4));
      key[i] = (byte) (word >>> 8 * (i % 4));
    }
    return SipHash.keyedBy(Octets.of(key));
  }
}
