package dev.handshakelab.grading.expression;

import java.time.Duration;

/**
 * How much an expression may be and do. CEL has no loops and no side effects, but its runtime knows
 * no limit of time or memory, so everything that can multiply work is bounded before it starts:
 * what is left ends by itself. The CPU time is the last resort.
 *
 * @param characters of one expression
 * @param nodes of its syntax tree
 * @param depth of its nesting
 * @param comprehensions {@code all exists filter map …} in one expression: chained doublings of
 *     lists stay small
 * @param nested comprehensions inside each other
 * @param iterations of all comprehensions together, in one evaluation
 * @param regex size of a compiled regular expression
 * @param segments that an expression sees, and as many transitions and samples; helpers see all
 * @param cpu of all evaluations of one grading; the ready rubrics take 4 to 9 ms in a JVM that was
 *     just started
 */
public record Fence(
    int characters,
    int nodes,
    int depth,
    int comprehensions,
    int nested,
    int iterations,
    int regex,
    int segments,
    Duration cpu) {
  public static final Fence USUAL =
      new Fence(300, 500, 32, 4, 2, 2000, 500, 200, Duration.ofMillis(250));
}
