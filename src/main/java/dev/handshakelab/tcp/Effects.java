package dev.handshakelab.tcp;

import java.util.AbstractList;
import java.util.List;
import java.util.Objects;
import java.util.RandomAccess;
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
    Effect[] list = new Effect[size];
    int at = size;
    for (Effects each = this; each != null && each.last != null; each = each.before) {
      list[--at] = each.last;
    }
    return list(list, size);
  }

  /**
   * The first {@code count} of an array as an immutable list, without a copy: there is one for
   * every event.
   *
   * @param effects nobody else may keep it
   */
  static List<Effect> list(Effect[] effects, int count) {
    return count == 0 ? List.of() : new Listed(effects, count);
  }

  private static final class Listed extends AbstractList<Effect> implements RandomAccess {
    private final Effect[] effects;
    private final int count;

    Listed(Effect[] effects, int count) {
      this.effects = effects;
      this.count = count;
    }

    @Override
    public Effect get(int index) {
      return effects[Objects.checkIndex(index, count)];
    }

    @Override
    public int size() {
      return count;
    }
  }
}
