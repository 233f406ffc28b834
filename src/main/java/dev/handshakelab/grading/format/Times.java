package dev.handshakelab.grading.format;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Times in UTC as pipelines want them. Where one is demanded but not known, the epoch stands. */
final class Times {
  private static final DateTimeFormatter SECONDS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss").withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter MILLIS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS").withZone(ZoneOffset.UTC);

  private Times() {}

  static Instant known(@Nullable Instant instant) {
    return Objects.requireNonNullElse(instant, Instant.EPOCH);
  }

  /** E.g. {@code 2026-11-22T09:15:40Z}. */
  static String seconds(@Nullable Instant instant) {
    return secondsWithoutZone(instant) + "Z";
  }

  /** E.g. {@code 2026-11-22T09:15:40}. */
  static String secondsWithoutZone(@Nullable Instant instant) {
    return SECONDS.format(known(instant));
  }

  /** E.g. {@code 2026-11-22T09:15:40.250Z}. */
  static String millis(@Nullable Instant instant) {
    return MILLIS.format(known(instant)) + "Z";
  }
}
