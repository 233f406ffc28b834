/** JSON and YAML as one tree in which every value knows its line and column. */
@NullMarked
package dev.handshakelab.grading.source;

import org.jspecify.annotations.NullMarked;
