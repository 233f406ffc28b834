/**
 * The kernel's own log of what its TCP does: tracepoints, read from a tracefs instance of the lab's
 * own.
 */
@NullMarked
package dev.handshakelab.linux.tracing;

import org.jspecify.annotations.NullMarked;
