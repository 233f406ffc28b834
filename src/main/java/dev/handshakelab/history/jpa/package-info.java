/**
 * Sessions kept in a relational database, H2 or PostgreSQL. The migrations own the schema; the
 * classes named {@code …Row} say what a row is and turn it into what was kept.
 */
@NullMarked
package dev.handshakelab.history.jpa;

import org.jspecify.annotations.NullMarked;
