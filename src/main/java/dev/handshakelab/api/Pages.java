package dev.handshakelab.api;

import dev.handshakelab.api.input.Paging;
import dev.handshakelab.api.input.Query;
import dev.handshakelab.history.BadCursor;
import dev.handshakelab.history.Histories.Page;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.function.Function;

/** Pages of lists that this package holds itself, in the manner of those that the history holds. */
final class Pages {
  private Pages() {}

  static Paging paging(Query query, HttpLimits limits) {
    return Paging.of(query, limits.defaultPage(), limits.maxPage());
  }

  /**
   * A page of a list that never changes while the process runs.
   *
   * @param all in ascending order of {@code name}, which is the key
   */
  static <T> Page<T> of(List<T> all, Function<T, String> name, Paging paging) {
    String after = paging.after() == null ? "" : name(paging.after());
    List<T> rest = all.stream().filter(each -> name.apply(each).compareTo(after) > 0).toList();
    if (rest.size() <= paging.limit()) {
      return new Page<>(rest, null);
    }
    List<T> items = rest.subList(0, paging.limit());
    return new Page<>(items, cursor(name.apply(items.getLast())));
  }

  static String cursor(String name) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(name.getBytes(StandardCharsets.UTF_8));
  }

  static String name(String cursor) {
    try {
      String name = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
      if (!name.isEmpty() && cursor(name).equals(cursor)) {
        return name;
      }
    } catch (IllegalArgumentException notBase64) {
      // told below
    }
    throw new BadCursor("is no cursor that this list handed out");
  }
}
