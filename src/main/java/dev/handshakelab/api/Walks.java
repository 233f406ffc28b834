package dev.handshakelab.api;

import dev.handshakelab.history.BadCursor;
import dev.handshakelab.history.Histories.Page;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The cursors of one list with its filters: each holds the key of the last item that was seen, and
 * which list and filters it is of, so that it cannot be carried to another unnoticed. It keeps no
 * secret and grants nothing.
 */
final class Walks {
  private static final String SEPARATOR = "\n";

  private final String which;

  private Walks(String which) {
    this.which = which;
  }

  /**
   * @param filters in a fixed order; null does not filter
   */
  static Walks over(String list, @Nullable Object... filters) {
    return new Walks(
        Integer.toHexString(31 * list.hashCode() + Arrays.toString(filters).hashCode()));
  }

  /**
   * The key to go on behind; null to begin.
   *
   * @throws BadCursor when this walk did not hand the cursor out
   */
  @Nullable String key(@Nullable String cursor) {
    if (cursor == null) {
      return null;
    }
    try {
      String text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
      if (text.startsWith(which + SEPARATOR) && encoded(text).equals(cursor)) {
        return text.substring(which.length() + 1);
      }
    } catch (IllegalArgumentException notBase64) {
      // told below
    }
    throw new BadCursor(
        "this cursor belongs to another list or to other filters, or is none: walk with the"
            + " filters of the first page, or begin again without a cursor");
  }

  /**
   * A page of those that were found.
   *
   * @param found one more than the limit when there are more
   */
  <T> Page<T> page(List<T> found, int limit, Function<T, String> key) {
    if (found.size() <= limit) {
      return new Page<>(found, null);
    }
    List<T> items = found.subList(0, limit);
    return new Page<>(items, encoded(which + SEPARATOR + key.apply(items.getLast())));
  }

  private static String encoded(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
