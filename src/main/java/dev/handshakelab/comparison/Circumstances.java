package dev.handshakelab.comparison;

import org.jspecify.annotations.Nullable;

/**
 * Where two traces were made.
 *
 * @param scenario the name of what was asked for
 * @param kernelRelease e.g. {@code 6.18.44}
 * @param endNs when the session was over, whatever was still under way, in nanoseconds from time
 *     zero; null when it waited until there was nothing more to come
 */
public record Circumstances(
    String scenario,
    String kernelRelease,
    Listening listening,
    Tolerances tolerances,
    @Nullable Long endNs) {
  /** Whether this kernel's release begins so, at a point: {@code 6.1} is not 6.18. */
  boolean isKernel(String beginning) {
    return kernelRelease.equals(beginning)
        || kernelRelease.startsWith(beginning)
            && !Character.isDigit(kernelRelease.charAt(beginning.length()));
  }
}
