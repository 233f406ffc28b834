/** A trace drawn for people. */
@ApplicationModule(allowedDependencies = {"wire", "tcp", "trace"})
@NullMarked
package dev.handshakelab.drawing;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
