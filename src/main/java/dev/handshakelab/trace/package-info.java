/**
 * What happened, in order and with times; the recorder that turns effects into entries; states
 * inferred from segments; the measures.
 */
@ApplicationModule(allowedDependencies = {"wire", "tcp"})
@NullMarked
package dev.handshakelab.trace;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
