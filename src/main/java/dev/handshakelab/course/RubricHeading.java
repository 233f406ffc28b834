package dev.handshakelab.course;

import java.math.BigDecimal;

/**
 * What lists show of one version of a rubric: everything but its document, which may be large.
 *
 * @param id of the rubric
 * @param version from 1
 * @param sha256 of the document, in hex
 * @param shipped it comes with the lab
 */
public record RubricHeading(
    String id, int version, String title, BigDecimal maxScore, String sha256, boolean shipped) {}
