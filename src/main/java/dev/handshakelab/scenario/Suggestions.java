package dev.handshakelab.scenario;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** What somebody may have meant by a name that does not exist. */
public final class Suggestions {
  private Suggestions() {}

  /**
   * The nearest of the names by edits (insert, delete, replace, swap neighbours; letter case is
   * free), when it is near enough to be meant: at most one edit per three characters.
   */
  public static Optional<String> nearest(String meant, Collection<String> names) {
    int enough = Math.max(1, meant.length() / 3);
    return names.stream()
        .filter(name -> Math.abs(name.length() - meant.length()) <= enough)
        .filter(name -> distance(meant, name) <= enough)
        .min(Comparator.comparingInt(name -> distance(meant, name)));
  }

  private static int distance(String one, String other) {
    String a = one.toLowerCase(Locale.ROOT);
    String b = other.toLowerCase(Locale.ROOT);
    int[][] edits = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          edits[i][j] = i + j;
          continue;
        }
        boolean same = a.charAt(i - 1) == b.charAt(j - 1);
        int best = Math.min(edits[i - 1][j], edits[i][j - 1]) + 1;
        best = Math.min(best, edits[i - 1][j - 1] + (same ? 0 : 1));
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          best = Math.min(best, edits[i - 2][j - 2] + 1);
        }
        edits[i][j] = best;
      }
    }
    return edits[a.length()][b.length()];
  }
}
