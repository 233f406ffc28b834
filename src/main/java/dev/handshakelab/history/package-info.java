/** Sessions kept and queried (JPA in {@code history.jpa}). */
@ApplicationModule(allowedDependencies = {"wire", "tcp", "trace", "scenario", "comparison", "jpa"})
@NullMarked
package dev.handshakelab.history;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
