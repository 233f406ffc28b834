/**
 * Small formulas over a trace (CEL), in a fence: typed, bounded in length, depth and work, without
 * side effects.
 */
@NullMarked
package dev.handshakelab.grading.expression;

import org.jspecify.annotations.NullMarked;
