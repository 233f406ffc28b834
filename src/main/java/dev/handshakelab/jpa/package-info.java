/** The database as those see it who answer calls; the modules' own {@code jpa} packages ask it. */
@ApplicationModule(allowedDependencies = {"scenario"})
@NullMarked
package dev.handshakelab.jpa;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
