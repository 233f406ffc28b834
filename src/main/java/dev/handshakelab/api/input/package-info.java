/** Calls read: JSON bodies, query parameters and the headers that mean something here. */
@NullMarked
package dev.handshakelab.api.input;

import org.jspecify.annotations.NullMarked;
