/**
 * Who calls and what that lets them see: roles, tokens, rates (JPA in {@code access.jpa}).
 *
 * <p>A controller that declares a parameter {@link dev.handshakelab.access.Caller} gets whoever
 * calls. It asks the caller, never the role: {@code caller.maySee(assignment, subject)} before a
 * thing is shown — no means 404, as if it were not there — and {@code caller.seesSecrets()} before
 * a seed, an expected value or a hidden check. Which operations a role may call at all is settled
 * before any controller runs. What is kept of who did something is {@code caller.name()}.
 */
@ApplicationModule(allowedDependencies = {})
@NullMarked
package dev.handshakelab.access;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
