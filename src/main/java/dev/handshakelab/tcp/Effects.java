package dev.handshakelab.tcp;

import java.util.AbstractList;
import java.util.List;
import java.util.RandomAccess;

/**
 * The effects of an event, in order, as an immutable list.
 *
 * <p>There is one for every event, and everybody goes through it. A list of anything that has an
 * interface for its type checks that type each time, which is dear; so each effect is kept by the
 * chain that ends with it, and {@link #get} is known to answer one.
 */
public final class Effects extends AbstractList<Effect> implements RandomAccess {
  private final EffectChain[] chains;

  /**
   * @param chains nobody else may keep them
   */
  Effects(EffectChain[] chains) {
    this.chains = chains;
  }

  static Effects of(Effect... effects) {
    var chain = EffectChain.NONE;
    for (Effect effect : effects) {
      chain = chain.plus(effect);
    }
    return chain.all();
  }

  static Effects copyOf(List<Effect> effects) {
    return effects instanceof Effects own ? own : of(effects.toArray(Effect[]::new));
  }

  @Override
  public Effect get(int index) {
    return chains[index].last();
  }

  @Override
  public int size() {
    return chains.length;
  }
}
