package dev.handshakelab.course;

import dev.handshakelab.grading.VariantSeed;
import dev.handshakelab.history.TimeOrderedId;
import dev.handshakelab.wire.Octets;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.UUID;
import java.util.function.LongSupplier;

/**
 * What the seeds of an assignment's variants are drawn from: 256 bits that the lab keeps to itself.
 * Who has them can make every variant, and with it every right answer; so they are in no answer, no
 * log and no message.
 */
public final class Secret {
  private static final int WORDS = 4;

  private final Octets octets;

  private Secret(Octets octets) {
    this.octets = octets;
  }

  /** A secret that was kept. */
  public static Secret of(Octets octets) {
    return new Secret(octets);
  }

  /**
   * A new one.
   *
   * @param chance 64 bits that cannot be foretold, at each call
   */
  public static Secret draw(LongSupplier chance) {
    ByteBuffer bits = ByteBuffer.allocate(WORDS * Long.BYTES);
    for (int i = 0; i < WORDS; i++) {
      bits.putLong(chance.getAsLong());
    }
    return new Secret(Octets.of(bits.array()));
  }

  /** The seed of whoever is named so, 0…2^53−1. */
  long seedOf(String subject) {
    return VariantSeed.of(octets, subject);
  }

  /**
   * The id of that variant, which tells nothing of its seed.
   *
   * @param at the time in the id
   */
  UUID variantOf(String subject, Instant at) {
    // No subject has a blank in its name, so this is no code that a seed is made of.
    Octets code = VariantSeed.code(octets, "variant " + subject);
    Iterator<Long> bits =
        List.of(
                code.u32(0) << Integer.SIZE | code.u32(Integer.BYTES),
                code.u32(Long.BYTES) << Integer.SIZE | code.u32(Long.BYTES + Integer.BYTES))
            .iterator();
    return TimeOrderedId.of(at, bits::next);
  }

  /** To be kept, and for nothing else. */
  public Octets octets() {
    return octets;
  }

  @Override
  public String toString() {
    return "a secret";
  }
}
