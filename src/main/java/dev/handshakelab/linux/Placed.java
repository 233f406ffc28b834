package dev.handshakelab.linux;

import dev.handshakelab.trace.Entry;

/**
 * An entry with the time that gives it its place in the trace, also where its own is unknown.
 *
 * @param placeNs from time zero
 */
record Placed(long placeNs, Entry entry) {}
