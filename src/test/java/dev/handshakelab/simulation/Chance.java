package dev.handshakelab.simulation;

import dev.handshakelab.tcp.Draws;
import java.util.List;

/**
 * Draws for one seed, one after the other: the same seed makes the same test on every machine,
 * whatever the JDK's random generators come to.
 */
public final class Chance {
  private final long seed;
  private long count;

  public Chance(long seed) {
    this.seed = seed;
  }

  /** 0…{@code bound}−1. */
  public int below(int bound) {
    return (int) (Draws.draw53(seed, "test", count++) % bound);
  }

  /** {@code from}…{@code to}. */
  public int between(int from, int to) {
    return from + below(to - from + 1);
  }

  /** Once in {@code times}. */
  public boolean onceIn(int times) {
    return below(times) == 0;
  }

  @SafeVarargs
  public final <T> T oneOf(T... choices) {
    return choices[below(choices.length)];
  }

  public <T> T oneOf(List<T> choices) {
    return choices.get(below(choices.size()));
  }

  /** 0…2^32−1, now and then close to either end. */
  public long sequenceNumber() {
    long any = Draws.draw53(seed, "test", count++) & 0xffff_ffffL;
    return onceIn(3) ? oneOf(0L, 1L, 100L, 0xffff_ffffL, 0xffff_fffeL, 0x7fff_ffffL) : any;
  }
}
