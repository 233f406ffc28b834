package dev.handshakelab.tcp;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What only this machine knows: the keys of its hashes. All follow from the seed, so a run can be
 * repeated; nothing that is sent gives them away. A key is made when it is used first, since most
 * machines use one of them.
 */
public final class Secrets {
  private static final long MACHINE = Draws.label("machine");
  private static final long ISN_KEY = Draws.label("isn key");
  private static final long TIMESTAMP_KEY = Draws.label("timestamp key");
  private static final long COOKIE_KEY = Draws.label("cookie key");
  private static final long FAST_OPEN_KEY = Draws.label("fast open key");

  private final long run;
  private final int machine;
  private final long seed;

  /** Set by tcp_fastopen_key; null when it is drawn as the others are. */
  private final @Nullable SipHash ownFastOpen;

  // Each follows from the above, so it does not matter who makes it, or how often.
  private @Nullable SipHash isn;
  private @Nullable SipHash timestamps;
  private @Nullable SipHash cookies;
  private @Nullable SipHash fastOpen;

  private Secrets(long run, int machine, @Nullable SipHash ownFastOpen) {
    this.run = run;
    this.machine = machine;
    this.seed = Draws.draw64(run, MACHINE, machine);
    this.ownFastOpen = ownFastOpen;
    this.fastOpen = ownFastOpen;
  }

  /**
   * @param seed of the run
   * @param machine which machine of the session, so that two differ
   */
  public static Secrets of(long seed, int machine) {
    return new Secrets(seed, machine, null);
  }

  /** The same with another key for Fast Open cookies, as tcp_fastopen_key sets it. */
  public Secrets withFastOpenKey(SipHash key) {
    return new Secrets(run, machine, key);
  }

  /** What single draws of this machine are made from. */
  public long seed() {
    return seed;
  }

  /** Of initial sequence numbers (RFC 9293 §3.4.1). */
  SipHash isn() {
    if (isn == null) {
      isn = key(ISN_KEY);
    }
    return isn;
  }

  /** Of timestamp offsets (RFC 7323 §5.4). */
  SipHash timestamps() {
    if (timestamps == null) {
      timestamps = key(TIMESTAMP_KEY);
    }
    return timestamps;
  }

  /** Of SYN cookies (RFC 4987 §3.6). */
  SipHash cookies() {
    if (cookies == null) {
      cookies = key(COOKIE_KEY);
    }
    return cookies;
  }

  /** Of Fast Open cookies (RFC 7413 §4.1.2). */
  SipHash fastOpen() {
    if (fastOpen == null) {
      fastOpen = key(FAST_OPEN_KEY);
    }
    return fastOpen;
  }

  private SipHash key(long label) {
    return new SipHash(Draws.draw64(run, label, machine, 0), Draws.draw64(run, label, machine, 1));
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Secrets that
        && run == that.run
        && machine == that.machine
        && Objects.equals(ownFastOpen, that.ownFastOpen);
  }

  @Override
  public int hashCode() {
    return Objects.hash(run, machine, ownFastOpen);
  }
}
