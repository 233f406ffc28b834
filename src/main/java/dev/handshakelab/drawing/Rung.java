package dev.handshakelab.drawing;

import dev.handshakelab.trace.Party;

/**
 * One row of a ladder.
 *
 * @param time in milliseconds as printed, {@code ?} when nobody measured
 * @param label the connection, e.g. {@code c2}; empty when the row concerns them all
 * @param client the client's state once this has happened
 * @param text what is written between the states
 * @param shape how it is drawn
 * @param side the end at which it happened
 */
record Rung(
    String time, String label, String client, String server, String text, Shape shape, Party side) {

  /** What a row looks like between the two states. */
  enum Shape {
    /** An arrow that leaves {@code side}. */
    SENT,
    /** As sent, but it never arrives anywhere. */
    LOST,
    /** An arrow that reaches {@code side}. */
    ARRIVES,
    /** Words at {@code side}. */
    WORDS
  }

  private static final int SHORTEST_SHAFT = 4;

  int leastWidth() {
    return text.length()
        + switch (shape) {
          case SENT, LOST, ARRIVES -> 2 + SHORTEST_SHAFT;
          case WORDS -> 0;
        };
  }

  /** Exactly {@code width} columns. */
  String drawn(int width) {
    int free = width - text.length();
    return switch (shape) {
      case WORDS -> side == Party.CLIENT ? TextLadder.padded(text, width) : " ".repeat(free) + text;
      case SENT ->
          side == Party.CLIENT
              ? text + " " + shaft(free - 1, Party.SERVER, '>')
              : shaft(free - 1, Party.CLIENT, '<') + " " + text;
      case LOST ->
          side == Party.CLIENT
              ? text + " " + shaft(free - 1, Party.SERVER, 'x')
              : shaft(free - 1, Party.CLIENT, 'x') + " " + text;
      case ARRIVES ->
          side == Party.SERVER
              ? shaft(free - 1, Party.SERVER, '>') + " " + text
              : text + " " + shaft(free - 1, Party.CLIENT, '<');
    };
  }

  private static String shaft(int length, Party towards, char head) {
    String line = "-".repeat(length - 1);
    return towards == Party.SERVER ? line + head : head + line;
  }
}
