/** A grade, projected into what each pipeline reads. */
@NullMarked
package dev.handshakelab.grading.format;

import org.jspecify.annotations.NullMarked;
