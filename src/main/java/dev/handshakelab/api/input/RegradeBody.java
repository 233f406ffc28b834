package dev.handshakelab.api.input;

import dev.handshakelab.api.problem.Refusal;
import dev.handshakelab.grading.Flaws;
import dev.handshakelab.grading.Members;
import dev.handshakelab.grading.source.Located;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * How to grade an assignment again.
 *
 * @param rubricVersion null for the assignment's
 * @param dryRun unless it is said otherwise, nothing is changed
 */
public record RegradeBody(@Nullable Integer rubricVersion, boolean dryRun, boolean allowLower) {

  /**
   * @throws Refusal of type SCHEMA with everything that is wrong
   */
  public static RegradeBody read(Located document) {
    Flaws flaws = new Flaws(document);
    Members members = Members.of(document.tree(), "", flaws);
    RegradeBody body = members == null ? new RegradeBody(null, true, false) : read(members, flaws);
    AssignmentBodies.check(flaws);
    return body;
  }

  private static RegradeBody read(Members members, Flaws flaws) {
    Long version = members.whole("rubricVersion", 1, AssignmentBodies.MOST_VERSIONS);
    boolean dryRun = truth(members, flaws, "dryRun", true);
    boolean allowLower = truth(members, flaws, "allowLower", false);
    members.refuseOthers();
    return new RegradeBody(
        version == null ? null : Integer.valueOf(Math.toIntExact(version)), dryRun, allowLower);
  }

  private static boolean truth(Members members, Flaws flaws, String name, boolean otherwise) {
    JsonNode node = members.any(name);
    if (node == null) {
      return otherwise;
    }
    if (!node.isBoolean()) {
      flaws.add(members.pointer(name), "must be true or false");
    }
    return node.asBoolean(otherwise);
  }
}
