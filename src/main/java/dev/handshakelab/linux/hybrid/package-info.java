/**
 * Sessions with the lab's own TCP at one end and this machine's kernel at the other, by the clock
 * on the wall.
 */
@NamedInterface("hybrid")
@NullMarked
package dev.handshakelab.linux.hybrid;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
