/** The program: what starts the lab and plugs its parts together. */
@NullMarked
package dev.handshakelab;

import org.jspecify.annotations.NullMarked;
