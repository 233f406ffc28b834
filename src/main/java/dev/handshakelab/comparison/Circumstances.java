package dev.handshakelab.comparison;

/**
 * Where two traces were made.
 *
 * @param scenario the name of what was asked for
 * @param kernelRelease e.g. {@code 6.18.44}
 */
public record Circumstances(String scenario, String kernelRelease, Tolerances tolerances) {
  /** Whether this kernel's release begins so, at a point: {@code 6.1} is not 6.18. */
  boolean isKernel(String beginning) {
    return kernelRelease.equals(beginning)
        || kernelRelease.startsWith(beginning)
            && !Character.isDigit(kernelRelease.charAt(beginning.length()));
  }
}
