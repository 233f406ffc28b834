package dev.handshakelab.history;

import dev.handshakelab.history.Histories.Page;
import dev.handshakelab.history.Session.Status;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Every comparison that was ever answered. What a method of this returned from is durable. */
public interface Comparisons {
  /** Keeps a comparison that is RUNNING. Should its process die, it becomes FAILED. */
  void begin(Compared running);

  /**
   * Keeps the end of a comparison that was begun.
   *
   * @throws IllegalStateException when it is not RUNNING any more: the lease of its process ran out
   *     meanwhile, or it was finished before
   */
  void finish(Compared finished);

  Optional<Compared> find(UUID id);

  /**
   * Newest first, walked by cursors as sessions are.
   *
   * @throws BadCursor when {@code after} was handed out for another list or other filters
   */
  Page<Compared> list(Filter filter, int limit, @Nullable String after);

  /**
   * Removes a comparison; its sessions stay.
   *
   * @return what was there: null when nothing was; a RUNNING comparison is left alone
   */
  @Nullable Status delete(UUID id);

  /**
   * Members that are null do not filter.
   *
   * @param createdFrom inclusive
   * @param createdTo exclusive
   * @param sight whose comparisons
   */
  record Filter(
      @Nullable String scenario,
      @Nullable Status status,
      @Nullable Instant createdFrom,
      @Nullable Instant createdTo,
      Sight sight) {
    public static final Filter ALL = new Filter(null, null, null, null, Sight.EVERYTHING);
  }
}
