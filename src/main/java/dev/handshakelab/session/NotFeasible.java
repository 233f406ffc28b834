package dev.handshakelab.session;

import dev.handshakelab.scenario.Problem;
import java.io.Serial;
import java.util.ArrayList;
import java.util.List;

/** A request that is well formed but that nothing here can carry out, with every reason why. */
public final class NotFeasible extends Exception {
  @Serial private static final long serialVersionUID = 1L;

  private final ArrayList<Problem> problems;

  public NotFeasible(List<Problem> problems) {
    super(problems.toString());
    this.problems = new ArrayList<>(problems);
  }

  public List<Problem> problems() {
    return List.copyOf(problems);
  }
}
