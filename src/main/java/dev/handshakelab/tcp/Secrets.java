package dev.handshakelab.tcp;

/**
 * What only this machine knows: the keys of its hashes. All follow from the seed, so a run can be
 * repeated; nothing that is sent gives them away.
 *
 * @param seed what single draws are made from
 * @param cookies of SYN cookies (RFC 4987 §3.6)
 * @param fastOpen of Fast Open cookies (RFC 7413 §4.1.2)
 */
public record Secrets(
    long seed, SipHash isn, SipHash timestamps, SipHash cookies, SipHash fastOpen) {

  private static final long MACHINE = Draws.label("machine");
  private static final long ISN_KEY = Draws.label("isn key");
  private static final long TIMESTAMP_KEY = Draws.label("timestamp key");
  private static final long COOKIE_KEY = Draws.label("cookie key");
  private static final long FAST_OPEN_KEY = Draws.label("fast open key");

  /**
   * @param machine which machine of the session, so that two differ
   */
  public static Secrets of(long seed, int machine) {
    return new Secrets(
        Draws.draw64(seed, MACHINE, machine),
        key(seed, ISN_KEY, machine),
        key(seed, TIMESTAMP_KEY, machine),
        key(seed, COOKIE_KEY, machine),
        key(seed, FAST_OPEN_KEY, machine));
  }

  /** The same with another key for Fast Open cookies, as tcp_fastopen_key sets it. */
  public Secrets withFastOpenKey(SipHash key) {
    return new Secrets(seed, isn, timestamps, cookies, key);
  }

  private static SipHash key(long seed, long label, int machine) {
    return new SipHash(
        Draws.draw64(seed, label, machine, 0), Draws.draw64(seed, label, machine, 1));
  }
}
