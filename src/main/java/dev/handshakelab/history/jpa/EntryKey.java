package dev.handshakelab.history.jpa;

import java.io.Serializable;
import java.util.UUID;

/** The place of an entry: its session and its number in the timeline, from 1. */
record EntryKey(UUID sessionId, int entryNo) implements Serializable {}
