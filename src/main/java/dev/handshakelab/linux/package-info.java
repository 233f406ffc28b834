/**
 * A runner on the real kernel: sockets, packet taps, TUN links, tracepoints through {@code
 * java.lang.foreign}.
 */
@ApplicationModule(allowedDependencies = {"wire", "tcp", "trace", "scenario"})
@NullMarked
package dev.handshakelab.linux;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
