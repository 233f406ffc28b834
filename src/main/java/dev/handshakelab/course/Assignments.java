package dev.handshakelab.course;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Every assignment, and what was handed out for it. */
public interface Assignments {
  /**
   * Keeps a new one.
   *
   * @return false when there is one of that id already
   */
  boolean add(Assignment assignment);

  Optional<Assignment> find(String id);

  /**
   * In order of id.
   *
   * @param only this one; null for all
   * @param after the id to begin behind; null to begin
   */
  List<Assignment> list(@Nullable String only, @Nullable String after, int limit);

  /** Changes one that nobody else changes meanwhile; empty when there is none of that id. */
  Optional<Assignment> change(String id, UnaryOperator<Assignment> change);

  /**
   * Removes it with its variants, and with its attempts and their grades if they may go.
   *
   * @return the sessions that were handed out for it, which are the caller's to remove; empty when
   *     nothing was removed because there are attempts
   */
  Optional<List<UUID>> delete(String id, boolean withAttempts);

  Optional<Variant> variant(String assignment, String subject);

  /** In order of subject. */
  List<Variant> variants(String assignment);

  /**
   * Keeps a variant unless the subject has one.
   *
   * @return the one that the subject has
   */
  Variant keep(Variant variant);

  /** Gives a subject's variant this session, unless its session is another than the one gone. */
  void replaceSession(Variant variant, UUID gone);
}
