package dev.handshakelab.linux.link;

import dev.handshakelab.wire.Octets;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/** A packet that is to be handed to an end, and what becomes of it. */
sealed interface Handing {
  /**
   * Asked for right before.
   *
   * @param realNs CLOCK_REALTIME
   */
  Octets octets(long realNs);

  void done(Passage.Handed when);

  /** It is not handed over, for this reason. */
  void lost(String why, long realNs);

  /** A copy of what the link took. */
  record OfCopy(Logged passage, int copy, Octets octets) implements Handing {
    @Override
    public Octets octets(long realNs) {
      return octets;
    }

    @Override
    public void done(Passage.Handed when) {
      passage.handed(copy, when);
    }

    @Override
    public void lost(String why, long realNs) {
      passage.lost(why);
    }
  }

  /** What a router says of what it could not pass on. */
  record OfError(Logged passage, Octets octets) implements Handing {
    @Override
    public Octets octets(long realNs) {
      return octets;
    }

    @Override
    public void done(Passage.Handed when) {
      passage.answered(when);
    }

    @Override
    public void lost(String why, long realNs) {}
  }

  /** What somebody outside writes: it is made, and logged, when it is written. */
  final class Written implements Handing {
    private final LongFunction<Entered> enter;
    private @Nullable Logged logged;

    /** What was made, and where it stands in the log. */
    record Entered(Octets octets, Logged logged) {}

    /**
     * @param enter makes it and enters it into the log, given CLOCK_REALTIME
     */
    Written(LongFunction<Entered> enter) {
      this.enter = enter;
    }

    @Override
    public Octets octets(long realNs) {
      Entered entered = enter.apply(realNs);
      logged = entered.logged();
      return entered.octets();
    }

    @Override
    public void done(Passage.Handed when) {
      if (logged != null) {
        logged.handed(1, when);
      }
    }

    @Override
    public void lost(String why, long realNs) {
      enter.apply(realNs).logged().lost(why);
    }
  }
}
