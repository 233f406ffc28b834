/**
 * Which test shows what RFC 9293 asks for. Tests say it themselves, by tags such as {@code
 * MUST-13}, which are the ids of Appendix B, and {@code rule-88}, the numbers of the lab's own
 * list.
 */
@NullMarked
package dev.handshakelab.requirements;

import org.jspecify.annotations.NullMarked;
