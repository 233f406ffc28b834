package dev.handshakelab.scenario;

import java.util.List;

/**
 * What the network makes of one transmission.
 *
 * @param copies what arrives, in order; empty when it is lost
 * @param because pointers of the members of the request that made it so; empty when nothing but
 *     delay and jitter happened to it
 * @param answer what the network says to it
 */
public record Verdict(List<Copy> copies, List<String> because, Answer answer) {
  public Verdict {
    copies = List.copyOf(copies);
    because = List.copyOf(because);
  }

  /** Nothing is said. */
  public Verdict(List<Copy> copies, List<String> because) {
    this(copies, because, new Answer.Nothing());
  }

  /** What the network sends of its own when a segment passes, or does not. */
  public sealed interface Answer {
    record Nothing() implements Answer {}

    /**
     * An ICMP error to the sender.
     *
     * @param delayNs after the sending
     */
    record Icmp(int type, int code, long delayNs) implements Answer {}

    /**
     * A RST to each end in the other's name.
     *
     * @param delayNs after the sending
     */
    record Resets(long delayNs) implements Answer {}
  }

  /** What becomes of the segment and by which members, e.g. {@code lost by /network/faults/0}. */
  public String told() {
    return fate() + " by " + String.join(", ", because);
  }

  private String fate() {
    return switch (answer) {
      case Answer.Icmp _ -> "lost, and a router says so,";
      case Answer.Resets _ -> "followed by a RST to either end";
      case Answer.Nothing _ -> {
        if (copies.isEmpty()) {
          yield "lost";
        }
        boolean corrupted = copies.stream().anyMatch(Copy::corrupted);
        yield copies.size() > 1 ? "duplicated" : corrupted ? "corrupted" : "delayed";
      }
    };
  }

  /**
   * A copy that arrives.
   *
   * @param delayNs after the sending
   * @param inOrder whether it stays behind what was sent before it on the same way: what was
   *     reordered, delayed by a fault or duplicated does not
   * @param corrupted whether {@link Impairments#corrupt} damages its octets
   */
  public record Copy(long delayNs, boolean inOrder, boolean corrupted) {}
}
