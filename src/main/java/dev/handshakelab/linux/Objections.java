package dev.handshakelab.linux;

import dev.handshakelab.scenario.Problem;
import java.util.ArrayList;
import java.util.List;

/** What is found against a request, all of it before it is told. */
public final class Objections {
  private final List<Problem> problems = new ArrayList<>();

  /**
   * @param pointer to the member
   * @param detail why, and what would do
   */
  public void refuse(boolean problem, String pointer, String detail) {
    if (problem) {
      problems.add(new Problem(pointer, detail));
    }
  }

  public List<Problem> all() {
    return List.copyOf(problems);
  }
}
