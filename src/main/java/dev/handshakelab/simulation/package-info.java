/** A runner on a virtual clock. */
@ApplicationModule(allowedDependencies = {"wire", "tcp", "trace", "scenario"})
@NullMarked
package dev.handshakelab.simulation;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
