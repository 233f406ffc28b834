package dev.handshakelab.wire;

/**
 * A text that is not in the one notation. The message says at which column it stops being so and
 * what is expected there, and shows the place:
 *
 * <pre>
 * column 11: expected ')' after the length of the text
 *   S 100:100(0 win 1000
 *             ^
 * </pre>
 */
public final class NotationException extends IllegalArgumentException {
  private static final long serialVersionUID = 1;

  /** Characters shown on either side of the place; the rest of a longer text is left out. */
  private static final int SHOWN = 60;

  private final int column;
  private final String expected;

  NotationException(String text, int column, String expected) {
    super("column " + column + ": expected " + expected + "\n" + picture(text, column - 1));
    this.column = column;
    this.expected = expected;
  }

  /**
   * Where the text stops being notation, counted in characters from 1; one past the last when it
   * ends too soon.
   */
  public int column() {
    return column;
  }

  /** What would have to stand there, e.g. {@code ')' after the length of the text}. */
  public String expected() {
    return expected;
  }

  private static String picture(String text, int at) {
    int from = Math.max(0, at - SHOWN);
    int to = Math.min(text.length(), at + SHOWN);
    StringBuilder line = new StringBuilder("  ");
    line.append(from > 0 ? "…" : "");
    int caret = line.length() + at - from;
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      line.append(Character.isISOControl(c) ? ' ' : c);
    }
    line.append(to < text.length() ? "…" : "");
    return line.append('\n').append(" ".repeat(caret)).append('^').toString();
  }
}
