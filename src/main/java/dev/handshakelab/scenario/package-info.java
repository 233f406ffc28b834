/**
 * What is asked to happen over what network: request, limits, impairments, the catalogue; the
 * {@code Runner} that can carry one out.
 */
@ApplicationModule(allowedDependencies = {"wire", "tcp", "trace"})
@NullMarked
package dev.handshakelab.scenario;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
