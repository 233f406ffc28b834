/** Tokens in a relational database. */
@NullMarked
package dev.handshakelab.access.jpa;

import org.jspecify.annotations.NullMarked;
