package dev.handshakelab.grading.source;

/** Where something stands in a text: line and column, both from 1. */
public record Place(int line, int column) {
  static final Place START = new Place(1, 1);
}
