package dev.handshakelab.api;

import java.time.Duration;
import java.util.List;

/**
 * What a call may be like.
 *
 * @param maxBody octets of a request body
 * @param maxDepth nesting of JSON
 * @param maxString characters of a JSON string
 * @param defaultPage items of a page when {@code limit} is not given
 * @param maxPage the greatest {@code limit}
 * @param defaultWait how long a call waits for its session without {@code Prefer: wait}
 * @param maxWait the longest {@code Prefer: wait}
 * @param retryAfter what is told to whom there is no capacity for
 * @param hosts names that an open loopback service answers for, besides localhost and loopback
 *     addresses
 */
public record HttpLimits(
    long maxBody,
    int maxDepth,
    int maxString,
    int defaultPage,
    int maxPage,
    Duration defaultWait,
    Duration maxWait,
    Duration retryAfter,
    List<String> hosts) {
  public HttpLimits {
    hosts = List.copyOf(hosts);
  }
}
