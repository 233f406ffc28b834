package dev.handshakelab.access;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;

/**
 * The text by which a token is shown: {@code hsl_<kind>_<256 random bits in base64url>}, so that a
 * person, or a scanner for leaked secrets, knows one on sight. The lab keeps only its SHA-256: that
 * many random bits cannot be guessed from a hash, so no slow or salted one is needed.
 */
public final class TokenText {
  private static final int WORDS = 4;
  private static final Pattern SHAPE =
      Pattern.compile("hsl_(instructor|grader|pipeline|student)_[A-Za-z0-9_-]{43}");

  private final String text;

  private TokenText(String text) {
    this.text = text;
  }

  /**
   * A new one.
   *
   * @param chance 64 bits that cannot be foretold, at each call
   */
  public static TokenText of(Role role, LongSupplier chance) {
    ByteBuffer random = ByteBuffer.allocate(WORDS * Long.BYTES);
    for (int i = 0; i < WORDS; i++) {
      random.putLong(chance.getAsLong());
    }
    String secret = Base64.getUrlEncoder().withoutPadding().encodeToString(random.array());
    return new TokenText("hsl_" + role.kind() + "_" + secret);
  }

  /** What somebody shows, unless it can be no token at all. */
  public static Optional<TokenText> read(String shown) {
    return SHAPE.matcher(shown).matches() ? Optional.of(new TokenText(shown)) : Optional.empty();
  }

  /** The secret itself, to be shown once and never logged but at the first start. */
  public String reveal() {
    return text;
  }

  /** SHA-256 in hex, which is what it is found by. */
  public String hash() {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(sha256.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException everyJavaHasIt) {
      throw new IllegalStateException(everyJavaHasIt);
    }
  }

  /** Without the secret: this may end up in a log. */
  @Override
  public String toString() {
    return text.substring(0, text.indexOf('_', "hsl_".length()) + 1) + "…";
  }
}
