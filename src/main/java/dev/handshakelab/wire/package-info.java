/**
 * Octets and the values they mean: IPv4 and IPv6 headers, TCP segments, options, sequence numbers,
 * checksums.
 */
@ApplicationModule(allowedDependencies = {})
@NullMarked
package dev.handshakelab.wire;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
