package dev.handshakelab.grading;

/** What a list is worth that is only partly right. */
public enum Partial {
  /** Nothing. */
  NONE,
  /** {@link Share#ofItems The share of its items} that are right. */
  PER_ITEM
}
