package dev.handshakelab.tcp;

import org.jspecify.annotations.Nullable;

/**
 * One row of a table: in which state what happens, and what follows. Answers are separated by
 * {@code ;}, as many as {@link Machine#answers} asks for.
 */
final class Rows {
  private Rows() {}

  /**
   * @param profiles {@code RFC}, {@code LINUX}, or {@code BOTH} where both answer the same
   */
  static void check(
      String profiles, String state, String event, String next, @Nullable String answers) {
    String[] each =
        profiles.equals("BOTH") ? new String[] {"RFC", "LINUX"} : profiles.split(" ", -1);
    for (String profile : each) {
      Machine.of(profile)
          .in(state)
          .when(event.split(" *; *", -1))
          .then(next, answers == null ? new String[0] : answers.split(" *; *", -1));
    }
  }
}
