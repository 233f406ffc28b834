/** What is answered, as records that are written member by member in the order of the contract. */
@NullMarked
package dev.handshakelab.api.representation;

import org.jspecify.annotations.NullMarked;
