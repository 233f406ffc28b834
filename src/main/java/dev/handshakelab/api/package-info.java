/** HTTP: resources, representations, problems, OpenAPI. */
@ApplicationModule(
    allowedDependencies = {
      "wire",
      "tcp",
      "trace",
      "scenario",
      "comparison",
      "grading",
      "history",
      "access",
      "session",
      "course"
    })
@NullMarked
package dev.handshakelab.api;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
