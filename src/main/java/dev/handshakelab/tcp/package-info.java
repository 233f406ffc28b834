/**
 * RFC 9293 as a function: state and event in, next state and effects out; policies; one machine's
 * {@code Host}.
 */
@ApplicationModule(allowedDependencies = "wire")
@NullMarked
package dev.handshakelab.tcp;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
