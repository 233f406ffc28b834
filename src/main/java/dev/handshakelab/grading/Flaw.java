package dev.handshakelab.grading;

/**
 * One thing that is wrong with a rubric or with answers.
 *
 * @param pointer the member as a JSON pointer (RFC 6901); empty for the whole
 * @param line from 1, of the document as it was sent
 * @param column from 1
 * @param detail why, and what would do
 */
public record Flaw(String pointer, int line, int column, String detail) {

  /** The same flaw of a document that stands in another one. */
  public Flaw within(String holder) {
    return new Flaw(holder + pointer, line, column, detail);
  }
}
