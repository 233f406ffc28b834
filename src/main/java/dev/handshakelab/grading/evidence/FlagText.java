package dev.handshakelab.grading.evidence;

import dev.handshakelab.wire.Flag;
import dev.handshakelab.wire.Flags;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Control bits as people write them: by name ({@code SYN+ACK}, {@code syn, ack}), by the letters of
 * the one notation ({@code S.}), or as the octet that they make ({@code 0x12}).
 */
public final class FlagText {
  private static final int EIGHT_FLAGS = 0xff;
  private static final Pattern BETWEEN = Pattern.compile("[-+,;|/&\\s]+");

  private FlagText() {}

  /** Names with {@code +} between them, e.g. {@code SYN+ACK}; empty when no bit is set. */
  public static String names(Flags flags) {
    return flags.set().stream().map(Flag::name).collect(Collectors.joining("+"));
  }

  public static Optional<Flags> read(String text) {
    String trimmed = text.trim().toUpperCase(Locale.ROOT);
    if (trimmed.equals("-") || trimmed.equals("NONE")) {
      return Optional.of(Flags.NONE);
    }
    if (trimmed.startsWith("0X")) {
      return ofHex(trimmed.substring(2));
    }
    return ofNames(trimmed).or(() -> ofLetters(trimmed));
  }

  private static Optional<Flags> ofHex(String digits) {
    try {
      int bits = Integer.parseInt(digits, 16);
      return bits >= 0 && bits <= EIGHT_FLAGS ? Optional.of(new Flags(bits)) : Optional.empty();
    } catch (NumberFormatException notHex) {
      return Optional.empty();
    }
  }

  private static Optional<Flags> ofNames(String text) {
    Flags flags = Flags.NONE;
    for (String word : BETWEEN.splitAsStream(text).toList()) {
      try {
        flags = flags.plus(Flag.valueOf(word));
      } catch (IllegalArgumentException noFlag) {
        return Optional.empty();
      }
    }
    return Optional.of(flags);
  }

  private static Optional<Flags> ofLetters(String text) {
    Flags flags = Flags.NONE;
    for (int i = 0; i < text.length(); i++) {
      Optional<Flag> flag = lettered(text.charAt(i));
      if (flag.isEmpty() || flags.has(flag.get())) {
        return Optional.empty();
      }
      flags = flags.plus(flag.get());
    }
    return flags.equals(Flags.NONE) ? Optional.empty() : Optional.of(flags);
  }

  private static Optional<Flag> lettered(char letter) {
    for (Flag flag : Flag.values()) {
      if (flag.letter() == letter) {
        return Optional.of(flag);
      }
    }
    return Optional.empty();
  }
}
