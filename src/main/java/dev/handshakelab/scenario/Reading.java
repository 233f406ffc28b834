package dev.handshakelab.scenario;

import java.util.List;

/** What became of a request that was sent. */
public sealed interface Reading {
  /** It can be tried. Whether this machine's kernel can honour it is for the runner to say. */
  record Complete(SessionRequest request) implements Reading {}

  /**
   * It cannot be read as a request: unknown members, wrong types, bad ranges. All of them, and of
   * the rest what could be judged nevertheless.
   */
  record Unreadable(List<Problem> problems) implements Reading {
    public Unreadable {
      problems = List.copyOf(problems);
    }
  }

  /** It is well formed but cannot be carried out as it says. */
  record Infeasible(List<Problem> problems) implements Reading {
    public Infeasible {
      problems = List.copyOf(problems);
    }
  }
}
