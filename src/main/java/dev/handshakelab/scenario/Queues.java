package dev.handshakelab.scenario;

import org.jspecify.annotations.Nullable;

/**
 * What an end's listener does with its queues beyond their length; null where its player does not
 * understand it.
 *
 * @param maxSynBacklog LINUX: without cookies a SYN of a stranger is dropped when less than a
 *     quarter of so many requests is left
 * @param accepts whether the user accepts connections as they become ready
 * @param deferAcceptMs LINUX: so long a request whose third segment came waits for text, 0 does
 *     not, in milliseconds
 * @param fastOpenQueue how many connections may be open by Fast Open and not yet ESTABLISHED; 0
 *     turns it off
 * @param sampleMs how often the lengths are written down when they have changed, in milliseconds: 0
 *     at every change; null never
 */
public record Queues(
    @Nullable Integer maxSynBacklog,
    @Nullable Boolean accepts,
    @Nullable Double deferAcceptMs,
    @Nullable Integer fastOpenQueue,
    @Nullable Double sampleMs) {
  /** Nothing asked for. */
  public static final Queues OPEN = new Queues(null, null, null, null, null);

  /** Whether connections are accepted as they become ready: unless somebody said otherwise. */
  public boolean acceptsAtOnce() {
    return !Boolean.FALSE.equals(accepts);
  }
}
