package dev.handshakelab.api.security;

import static dev.handshakelab.access.Role.GRADER;
import static dev.handshakelab.access.Role.INSTRUCTOR;
import static dev.handshakelab.access.Role.PIPELINE;
import static dev.handshakelab.access.Role.STUDENT;

import dev.handshakelab.access.Role;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/**
 * Who may call what: the one table that calls are held to, that the OpenAPI document tells and that
 * the tests go through. An operation that is not in it cannot be documented, and so not be built.
 *
 * <p>It says only who may ask. Of what a caller may ask for, each operation shows what is theirs;
 * the rest is answered as if it were not there.
 */
public final class Permissions {
  private static final Set<Role> NOBODY_IN_PARTICULAR = Set.of();
  private static final Set<Role> ANY = roles(EnumSet.allOf(Role.class));
  private static final Set<Role> STAFF = roles(EnumSet.of(INSTRUCTOR, GRADER));
  private static final Set<Role> TEACHING = roles(EnumSet.of(INSTRUCTOR));

  private static final Set<Role> HANDING_IN = roles(EnumSet.of(INSTRUCTOR, PIPELINE, STUDENT));

  private static final Map<String, Set<Role>> TABLE =
      Map.ofEntries(
          // What the contract is, to anybody who can reach the lab.
          Map.entry("listProblems", NOBODY_IN_PARTICULAR),
          Map.entry("getProblem", NOBODY_IN_PARTICULAR),
          Map.entry("getRubricSchema", NOBODY_IN_PARTICULAR),
          // What the lab can do: the same for everybody.
          Map.entry("getCapabilities", ANY),
          Map.entry("listScenarios", ANY),
          Map.entry("getScenario", ANY),
          Map.entry("listPolicies", ANY),
          Map.entry("sampleIsns", ANY),
          // Sessions: of those that are the caller's to see.
          Map.entry("startSession", ANY),
          Map.entry("listSessions", ANY),
          Map.entry("getSession", ANY),
          Map.entry("deleteSession", roles(EnumSet.of(INSTRUCTOR, STUDENT))),
          Map.entry("replaySession", ANY),
          Map.entry("listConnections", ANY),
          Map.entry("listSegments", ANY),
          Map.entry("listTransitions", ANY),
          Map.entry("getTiming", ANY),
          Map.entry("getKernel", ANY),
          Map.entry("listTimeline", ANY),
          Map.entry("followEvents", ANY),
          Map.entry("getTrace", ANY),
          Map.entry("getTraceFile", ANY),
          Map.entry("getTimings", ANY),
          // Comparisons: of those that are the caller's to see.
          Map.entry("startComparison", ANY),
          Map.entry("listComparisons", ANY),
          Map.entry("getComparison", ANY),
          Map.entry("deleteComparison", roles(EnumSet.of(INSTRUCTOR, STUDENT))),
          Map.entry("getComparisonLadders", ANY),
          // Rubrics hold expected values and hidden checks.
          Map.entry("listRubrics", STAFF),
          Map.entry("getRubric", STAFF),
          Map.entry("validateRubric", STAFF),
          Map.entry("tryRubric", STAFF),
          Map.entry("keepRubric", TEACHING),
          // A course: each sees what is of their assignment and of their subject.
          Map.entry("createAssignment", TEACHING),
          Map.entry("changeAssignment", TEACHING),
          Map.entry("deleteAssignment", TEACHING),
          Map.entry("listAssignments", ANY),
          Map.entry("getAssignment", ANY),
          Map.entry("giveVariant", HANDING_IN),
          Map.entry("getVariant", ANY),
          Map.entry("handIn", HANDING_IN),
          Map.entry("listAttempts", ANY),
          Map.entry("getAttempt", ANY),
          Map.entry("getGrade", ANY),
          Map.entry("getVerdict", ANY),
          Map.entry("markCheck", STAFF),
          Map.entry("regrade", TEACHING),
          Map.entry("getGradebook", STAFF),
          Map.entry("listCopied", STAFF),
          // Who may get in.
          Map.entry("createToken", TEACHING),
          Map.entry("listTokens", TEACHING),
          Map.entry("revokeToken", TEACHING));

  private Permissions() {}

  private static Set<Role> roles(EnumSet<Role> roles) {
    return Collections.unmodifiableSet(roles);
  }

  /**
   * The roles that may call an operation, in their order; none when nobody is asked who they are.
   *
   * @throws IllegalArgumentException when the table does not know it
   */
  public static Set<Role> of(String operation) {
    Set<Role> roles = TABLE.get(operation);
    if (roles == null) {
      throw new IllegalArgumentException("the permissions do not say who may call " + operation);
    }
    return roles;
  }

  /** Every operation that the table speaks of. */
  public static Set<String> operations() {
    return TABLE.keySet();
  }
}
