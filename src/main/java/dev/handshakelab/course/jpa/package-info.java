/** What a course keeps, in a relational database. */
@NullMarked
package dev.handshakelab.course.jpa;

import org.jspecify.annotations.NullMarked;
