package dev.handshakelab;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.annotation.Annotation;
import java.util.Map;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.modulith.ApplicationModule;
import org.springframework.modulith.core.ApplicationModules;

/**
 * Holds the arrows between the packages. Each module has a rank and may use lower ones only, so no
 * cycle can exist; a package-info says which of them it does use, and nothing else.
 */
class ModularityTests {

  private static final ApplicationModules MODULES = ApplicationModules.of(HandshakeLab.class);

  /** Every package under the base package, and how far it stands from the wire. */
  private static final Map<String, Integer> RANKS =
      Map.ofEntries(
          entry("wire", 0),
          entry("tcp", 1),
          entry("trace", 2),
          entry("scenario", 3),
          entry("pcapng", 3),
          entry("drawing", 3),
          entry("comparison", 3),
          entry("jpa", 4),
          entry("simulation", 4),
          entry("linux", 4),
          entry("grading", 4),
          entry("exploration", 4),
          entry("history", 5),
          entry("access", 5),
          entry("script", 5),
          entry("session", 6),
          entry("sweep", 6),
          entry("course", 7),
          entry("api", 8));

  static String[] modules() {
    return MODULES.stream()
        .filter(module -> !module.isRootModule())
        .map(module -> module.getIdentifier().toString())
        .toArray(String[]::new);
  }

  @Test
  void codeUsesOnlyWhatItsPackageInfoAllows() {
    MODULES.verify();
  }

  @ParameterizedTest
  @MethodSource("modules")
  void everyModuleHasARank(String module) {
    assertThat(RANKS).containsKey(module);
  }

  @ParameterizedTest
  @MethodSource("modules")
  void everyArrowPointsToALowerRank(String module) {
    for (var used : annotation(module, ApplicationModule.class).allowedDependencies()) {
      assertThat(RANKS).as("what %s may use", module).containsKey(used);
      assertThat(RANKS.get(used)).as("%s → %s", module, used).isLessThan(RANKS.get(module));
    }
  }

  /** Left out, {@code allowedDependencies} would mean that everything is allowed. */
  @ParameterizedTest
  @MethodSource("modules")
  void everyModuleSaysWhatItMayUse(String module) {
    assertThat(annotation(module, ApplicationModule.class).allowedDependencies())
        .as("allowedDependencies of %s", module)
        .doesNotContain(ApplicationModule.OPEN_TOKEN);
  }

  @ParameterizedTest
  @MethodSource("modules")
  void everyModuleIsNullMarked(String module) {
    assertThat(annotation(module, NullMarked.class)).isNotNull();
  }

  private static <A extends Annotation> A annotation(String module, Class<A> type) {
    return MODULES
        .getModuleByName(module)
        .flatMap(it -> it.getBasePackage().getAnnotation(type))
        .orElseThrow(() ->
            new AssertionError("package-info of " + module + " lacks @" + type.getSimpleName()));
  }
}
