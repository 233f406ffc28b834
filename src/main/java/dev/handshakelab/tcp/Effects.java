package dev.handshakelab.tcp;

import java.util.ArrayList;
import java.util.Collections;
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
    List<Effect> list = new ArrayList<>(size);
    for (Effects at = this; at != null && at.last != null; at = at.before) {
      list.add(at.last);
    }
    Collections.reverse(list);
    return list;
  }
}
