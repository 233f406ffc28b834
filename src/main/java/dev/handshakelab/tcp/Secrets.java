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

  /**
   * @param machine which machine of the session, so that two differ
   */
  public static Secrets of(long seed, int machine) {
    return new Secrets(
        Draws.draw64(seed, "machine", machine),
        key(seed, "isn key", machine),
        key(seed, "timestamp key", machine),
        key(seed, "cookie key", machine),
        key(seed, "fast open key", machine));
  }

  /** The same with another key for Fast Open cookies, as tcp_fastopen_key sets it. */
  public Secrets withFastOpenKey(SipHash key) {
    return new Secrets(seed, isn, timestamps, cookies, key);
  }

  private static SipHash key(long seed, String purpose, int machine) {
    return new SipHash(
        Draws.draw64(seed, purpose, machine, 0), Draws.draw64(seed, purpose, machine, 1));
  }
}
