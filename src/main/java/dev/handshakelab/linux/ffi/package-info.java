/**
 * The C library from Java: its calls with their {@code errno}, file descriptors that are closed
 * once, and the structures and numbers that Linux gives them.
 */
@NullMarked
package dev.handshakelab.linux.ffi;

import org.jspecify.annotations.NullMarked;
