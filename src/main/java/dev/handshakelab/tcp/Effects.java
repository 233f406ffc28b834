package dev.handshakelab.tcp;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Effects in order, as an immutable chain: adding one leaves the shorter chain as it was. */
final class Effects {
  static final Effects NONE = new Effects(null, null, 0);

  private final @Nullable Effects before;
  private final @Nullable Effect last;
  private final int size;

  private Effects(@Nullable Effects before, @Nullable Effect last, int size) {
    this.before = before;
    this.last = last;
    this.size = size;
  }

  Effects plus(Effect effect) {
    return new Effects(this, effect, size + 1);
  }

  List<Effect> toList() {
    if (size == 0) {
      return List.of();
    }
    Effect[] list = new Effect[size];
    int at = size;
    for (Effects each = this; each != null && each.last != null; each = each.before) {
      list[--at] = each.last;
    }
    return List.of(list);
  }
}
