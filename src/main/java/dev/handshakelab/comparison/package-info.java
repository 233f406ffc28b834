/** Two traces compared: a simulated one with what a kernel did when it was asked for the same. */
@ApplicationModule(allowedDependencies = {"wire", "tcp", "trace"})
@NullMarked
package dev.handshakelab.comparison;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
