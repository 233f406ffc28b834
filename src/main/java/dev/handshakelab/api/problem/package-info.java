/** What can go wrong with a call, as problem details of RFC 9457, wherever it is found out. */
@NullMarked
package dev.handshakelab.api.problem;

import org.jspecify.annotations.NullMarked;
