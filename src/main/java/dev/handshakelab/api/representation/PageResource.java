package dev.handshakelab.api.representation;

import dev.handshakelab.history.Histories.Page;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A page of a list.
 *
 * @param next the cursor for {@code after} of the next page, null after the last
 */
public record PageResource<T>(List<T> items, @Nullable String next) {

  public static <D, T> PageResource<T> of(Page<D> page, Function<D, T> each) {
    return new PageResource<>(page.items().stream().map(each).toList(), page.next());
  }
}
