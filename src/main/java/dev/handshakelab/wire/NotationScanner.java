package dev.handshakelab.wire;

/** Takes words, numbers and marks off the front of a text; knows nothing of what they mean. */
final class NotationScanner {
  private final String text;
  private int at;

  NotationScanner(String text) {
    this.text = text;
  }

  /** Skips blanks and answers where the next thing begins, as an index from 0. */
  int here() {
    while (at < text.length() && isBlank(text.charAt(at))) {
      at++;
    }
    return at;
  }

  /** The characters up to the next blank or the end, perhaps none. */
  String untilBlank() {
    int from = here();
    while (at < text.length() && !isBlank(text.charAt(at))) {
      at++;
    }
    return text.substring(from, at);
  }

  /** The letters that come next, perhaps none. */
  String letters() {
    int from = here();
    while (at < text.length() && isLetter(text.charAt(at))) {
      at++;
    }
    return text.substring(from, at);
  }

  /** Takes the mark if it comes next. */
  boolean accept(char mark) {
    if (here() < text.length() && text.charAt(at) == mark) {
      at++;
      return true;
    }
    return false;
  }

  /** Takes the word if it comes next and no letter follows it. */
  boolean accept(String word) {
    int end = here() + word.length();
    if (!text.startsWith(word, at) || (end < text.length() && isLetter(text.charAt(end)))) {
      return false;
    }
    at = end;
    return true;
  }

  void require(char mark, String where) {
    if (!accept(mark)) {
      throw error(at, "'" + mark + "' " + where);
    }
  }

  void require(String word) {
    if (!accept(word)) {
      throw error(at, "'" + word + "'");
    }
  }

  void requireEnd() {
    if (here() < text.length()) {
      throw error(
          at, "the end; after the flags come sequence, ack, win, urg and <options>, in this order");
    }
  }

  boolean digitComes() {
    return here() < text.length() && isDigit(text.charAt(at));
  }

  /** A decimal number from 0 to {@code most}, unsigned and without separators. */
  long number(String what, long most) {
    int from = here();
    long value = 0;
    while (at < text.length() && isDigit(text.charAt(at))) {
      value = value * 10 + (text.charAt(at) - '0');
      if (value > most) {
        throw error(from, what + ", 0…" + most);
      }
      at++;
    }
    if (at == from) {
      throw error(from, what + ", 0…" + most);
    }
    return value;
  }

  /** Pairs of hexadecimal digits, perhaps none. */
  Octets hex(String what) {
    int from = here();
    while (at < text.length()
        && Character.digit(text.charAt(at), 16) >= 0
        && text.charAt(at) < 0x80) {
      at++;
    }
    if ((at - from) % 2 != 0) {
      throw error(at, "one more hexadecimal digit, an octet of " + what + " being two");
    }
    return Octets.ofHex(text.substring(from, at));
  }

  NotationException error(int index, String expected) {
    return new NotationException(text, index + 1, expected);
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t';
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isLetter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }
}
