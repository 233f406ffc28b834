package dev.handshakelab.grading.format;

import java.util.regex.Pattern;

/** Text of students and instructors, made fit for every document. */
final class Texts {
  private static final Pattern SPACES = Pattern.compile("\\s+");

  private static final int REPLACEMENT = 0xfffd;

  private Texts() {}

  /**
   * Without the characters that XML 1.0 (§2.2) cannot hold, not even escaped: an answer may bring
   * any of them. U+FFFD stands where one was.
   */
  static String printable(String text) {
    return text.codePoints()
        .map(each -> isXml(each) ? each : REPLACEMENT)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  private static boolean isXml(int character) {
    return character == '\t'
        || character == '\n'
        || character == '\r'
        || character >= 0x20 && character <= 0xd7ff
        || character >= 0xe000 && character <= REPLACEMENT
        || character >= 0x10000;
  }

  /** In one line, for names. */
  static String line(String text) {
    return SPACES.matcher(printable(text)).replaceAll(" ").strip();
  }

  /** At most so many characters, the last of them an ellipsis when something was cut. */
  static String shortened(String text, int most) {
    return text.codePointCount(0, text.length()) <= most
        ? text
        : text.substring(0, text.offsetByCodePoints(0, most - 1)) + "…";
  }
}
