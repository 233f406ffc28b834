/** Who calls: tokens looked at, operations allowed by role, rates held, before any controller. */
@NullMarked
package dev.handshakelab.api.security;

import org.jspecify.annotations.NullMarked;
