package dev.handshakelab.api.input;

import org.jspecify.annotations.Nullable;

/**
 * Which page of a list a call asks for.
 *
 * @param limit how many items at most
 * @param after the cursor that the page before ended with, null for the first page
 */
public record Paging(int limit, @Nullable String after) {

  /** Reads {@code limit} and {@code after}. */
  public static Paging of(Query query, int defaultLimit, int maxLimit) {
    Integer limit = query.whole("limit", 1, maxLimit);
    return new Paging(limit == null ? defaultLimit : limit, query.text("after"));
  }
}
