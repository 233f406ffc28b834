/**
 * Packets as they cross an interface of this machine, with the kernel's timestamps: the tap, its
 * filter, and the two copies of each packet brought together.
 */
@NullMarked
package dev.handshakelab.linux.capture;

import org.jspecify.annotations.NullMarked;
