package dev.handshakelab;

import java.io.Serial;
import java.util.List;

/** There is nothing that could be graded, for reasons that are no student's. */
final class NotGradable extends Exception {
  @Serial private static final long serialVersionUID = 1L;

  private final transient List<String> reasons;

  NotGradable(List<String> reasons) {
    super(String.join("\n", reasons));
    this.reasons = List.copyOf(reasons);
  }

  NotGradable(String reason) {
    this(List.of(reason));
  }

  /** One line each. */
  List<String> reasons() {
    return reasons;
  }
}
