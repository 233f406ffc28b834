/** Network namespaces of the lab's own, and the TUN devices in them. */
@NullMarked
package dev.handshakelab.linux.tun;

import org.jspecify.annotations.NullMarked;
