/** The use case: take a request, choose the runner, record, keep, publish. */
@ApplicationModule(
    allowedDependencies = {"wire", "tcp", "trace", "scenario", "comparison", "history"})
@NullMarked
package dev.handshakelab.session;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
