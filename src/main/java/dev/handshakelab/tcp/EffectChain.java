package dev.handshakelab.tcp;

import org.jspecify.annotations.Nullable;

/**
 * Effects as an event brings them about: an immutable chain, where adding one leaves the shorter
 * chain as it was.
 */
final class EffectChain {
  static final EffectChain NONE = new EffectChain(null, null, 0);

  private final @Nullable EffectChain before;
  private final @Nullable Effect last;
  private final int size;

  private EffectChain(@Nullable EffectChain before, @Nullable Effect last, int size) {
    this.before = before;
    this.last = last;
    this.size = size;
  }

  EffectChain plus(Effect effect) {
    return new EffectChain(this, effect, size + 1);
  }

  /** The effect that was added last. */
  Effect last() {
    if (last == null) {
      throw new IllegalStateException("no effect was added");
    }
    return last;
  }

  /** All of them in order. */
  Effects all() {
    EffectChain[] chains = new EffectChain[size];
    for (EffectChain each = this; each.before != null; each = each.before) {
      chains[each.size - 1] = each;
    }
    return new Effects(chains);
  }
}
