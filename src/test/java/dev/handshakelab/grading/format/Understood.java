package dev.handshakelab.grading.format;

import java.math.BigDecimal;
import java.util.List;

/**
 * What a pipeline makes of a document.
 *
 * @param graded whether it takes it for a grade
 * @param score of {@code max}; what it would record
 * @param exact whether the two are the points themselves, or a rounded share of them
 * @param names of its tests, in order
 */
record Understood(
    boolean graded, BigDecimal score, BigDecimal max, boolean exact, List<String> names) {}
