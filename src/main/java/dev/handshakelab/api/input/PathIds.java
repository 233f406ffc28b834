package dev.handshakelab.api.input;

import dev.handshakelab.api.problem.Refusal;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * Ids in paths. One that is malformed names nothing, so it is answered like one that is unknown.
 */
public final class PathIds {
  private static final Pattern UUID_TEXT =
      Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

  private PathIds() {}

  public static UUID session(String text) {
    return uuid(text).orElseThrow(() -> noSession(text));
  }

  /** Empty when it is malformed. */
  public static Optional<UUID> uuid(String text) {
    return UUID_TEXT.matcher(text).matches()
        ? Optional.of(UUID.fromString(text))
        : Optional.empty();
  }

  public static Refusal noSession(Object id) {
    return Refusal.notFound("there is no session " + id);
  }
}
