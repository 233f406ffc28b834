/** What a rubric can see of a session: its trace, and what is computed from it. */
@NullMarked
package dev.handshakelab.grading.evidence;

import org.jspecify.annotations.NullMarked;
