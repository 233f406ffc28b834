package dev.handshakelab.course;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a subject was handed out: the session that its answers are about.
 *
 * @param id the same for all that have the same session
 * @param session null when the rubric has none, so that subjects hand in sessions of their own
 */
public record Variant(String assignment, String subject, UUID id, @Nullable UUID session) {}
