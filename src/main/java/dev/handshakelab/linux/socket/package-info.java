/**
 * TCP sockets of this machine's kernel and what it tells of them: states, {@code tcp_info}, the
 * saved SYN, {@code sock_diag}.
 */
@NullMarked
package dev.handshakelab.linux.socket;

import org.jspecify.annotations.NullMarked;
