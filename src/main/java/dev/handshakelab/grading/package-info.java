/**
 * Rubrics, what they find in a trace and in answers, and the formats in which pipelines want the
 * result. Pure: the same rubric, trace and answers give the same octets.
 */
@ApplicationModule(
    // Its parts are for others as well: formats, evidence, documents with places.
    type = ApplicationModule.Type.OPEN,
    allowedDependencies = {"wire", "tcp", "trace", "scenario"})
@NullMarked
package dev.handshakelab.grading;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
