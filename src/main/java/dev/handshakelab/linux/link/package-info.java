/**
 * The lab's own network between kernel sockets: takes what one TUN sends, does to it what the
 * request says, and hands what is left of it to the other.
 */
@NullMarked
package dev.handshakelab.linux.link;

import org.jspecify.annotations.NullMarked;
