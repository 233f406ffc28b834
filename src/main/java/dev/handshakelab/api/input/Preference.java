package dev.handshakelab.api.input;

import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How long a call is willing to wait, from its header {@code Prefer: wait=N} (RFC 7240 §4.3). As
 * that RFC has it, a preference that cannot be read is ignored, and the answer tells which was
 * honoured: one for longer than the limit is honoured up to the limit.
 *
 * @param patience how long to wait
 * @param applied for the header {@code Preference-Applied}, null when no preference was honoured
 */
public record Preference(Duration patience, @Nullable String applied) {
  private static final Pattern WAIT =
      Pattern.compile("(?i)\\s*wait\\s*=\\s*\"?(\\d{1,9})\"?\\s*(;.*)?");

  /**
   * @param headers every header {@code Prefer} of the call
   */
  public static Preference of(List<String> headers, Duration defaultWait, Duration maxWait) {
    for (String header : headers) {
      for (String preference : header.split(",", -1)) {
        Matcher wait = WAIT.matcher(preference);
        if (wait.matches()) {
          long seconds = Math.min(Long.parseLong(wait.group(1)), maxWait.toSeconds());
          return new Preference(Duration.ofSeconds(seconds), "wait=" + seconds);
        }
      }
    }
    return new Preference(defaultWait, null);
  }
}
