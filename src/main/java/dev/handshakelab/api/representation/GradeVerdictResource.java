package dev.handshakelab.api.representation;

import java.util.UUID;

/** A score that is not below what was asked for; one that is, is answered as a problem. */
public record GradeVerdictResource(
    @Describe("of which it is") UUID grade,
    @Describe("a decimal") String atLeast,
    @Describe("a decimal") String score,
    @Describe("a decimal") String maxScore) {}
