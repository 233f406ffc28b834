@NullMarked
package dev.handshakelab;

import org.jspecify.annotations.NullMarked;
