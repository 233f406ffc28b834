package dev.handshakelab;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.util.Calendar;
import java.util.Collections;
import java.util.Date;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * Holds what the arrows between packages cannot say: which packages know of a framework, of the
 * kernel, of the clock. A rule may speak of packages that do not exist yet.
 */
@AnalyzeClasses(packages = "dev.handshakelab", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTests {

  private static final String BASE = "dev.handshakelab";

  /** Plain Java: the protocol, what is asked of it, and what is read from a trace. */
  private static final String[] HEART = {
    BASE + ".wire..",
    BASE + ".tcp..",
    BASE + ".trace..",
    BASE + ".scenario..",
    BASE + ".simulation..",
    BASE + ".pcapng..",
    BASE + ".drawing..",
    BASE + ".comparison..",
    BASE + ".grading.."
  };

  /**
   * The classes of {@code api}, by simple name, that may read the clock: where a request enters.
   */
  private static final Set<String> EDGES_OF_THE_API = Set.of("EventsController");

  @ArchTest
  static final ArchRule theHeartKnowsNoFramework =
      noClasses()
          .that()
          .resideInAnyPackage(HEART)
          // It carries Modulith's annotation, which only tests read.
          .and()
          .doNotHaveSimpleName("package-info")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.springframework..", "jakarta..")
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule onlyLinuxReachesOutOfTheJvm =
      noClasses()
          .that()
          .resideOutsideOfPackage(BASE + ".linux..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("java.lang.foreign..");

  @ArchTest
  static final ArchRule persistenceStaysInJpaPackages =
      noClasses()
          .that()
          .resideOutsideOfPackage("..jpa..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "jakarta.persistence..", "org.hibernate..", "org.springframework.data.jpa..");

  @ArchTest
  static final ArchRule onlyTheBaseNamesLinux =
      noClasses()
          .that()
          .resideOutsideOfPackages(BASE, BASE + ".linux..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage(BASE + ".linux..");

  @ArchTest
  static final ArchRule onlyTheBaseAndScriptsNameTheSimulation =
      noClasses()
          .that()
          .resideOutsideOfPackages(BASE, BASE + ".simulation..", BASE + ".script..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage(BASE + ".simulation..");

  @ArchTest
  static final ArchRule timeAndChanceAreHandedIn =
      noClasses()
          .that(mayNotReadClocks())
          .should()
          .accessTargetWhere(readsAClock().or(sleeps()).or(drawsByChance()))
          .because("a run must be repeatable: take the time and the seed as arguments");

  @ArchTest
  static final ArchRule namesSayWhatAThingIs =
      noClasses()
          .should()
          .haveSimpleNameEndingWith("Impl")
          .orShould()
          .haveSimpleNameEndingWith("Manager")
          .orShould()
          .haveSimpleNameEndingWith("Util")
          .orShould()
          .haveSimpleNameEndingWith("Utils")
          .orShould()
          .haveSimpleNameEndingWith("Dto");

  @ArchTest
  static final ArchRule interfacesAreNotNumberedByAnI =
      classes()
          .that()
          .areInterfaces()
          .should()
          .haveNameNotMatching(".*[.$]I[A-Z][a-z].*")
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule recordsHoldOctetsNotArrays =
      fields()
          .that()
          .areDeclaredInClassesThat()
          .areRecords()
          .and()
          .areNotStatic()
          .should()
          .notHaveRawType(describe("arrays", JavaClass::isArray))
          .because("two arrays of the same octets are not equal")
          .allowEmptyShould(true);

  private static DescribedPredicate<JavaClass> mayNotReadClocks() {
    return not(resideInAnyPackage(BASE, BASE + ".linux..").or(anEdgeOfTheApi()))
        .as("are outside the base package, linux and the edges of the api");
  }

  private static DescribedPredicate<JavaClass> anEdgeOfTheApi() {
    return resideInAnyPackage(BASE + ".api..")
        .and(describe("an edge", it -> EDGES_OF_THE_API.contains(it.getSimpleName())));
  }

  private static DescribedPredicate<JavaAccess<?>> readsAClock() {
    return describe(
        "reads a clock",
        access ->
            access.getTargetOwner().getPackageName().startsWith("java.time")
                    // now(Clock) reads the clock it was handed
                    && (access.getName().equals("now") && !takes(access, Clock.class)
                        || access.getName().startsWith("system")
                        || access.getName().startsWith("tick"))
                || ownedBy(access, System.class)
                    && Set.of("nanoTime", "currentTimeMillis").contains(access.getName())
                || ownedBy(access, Date.class) && access.getName().equals("<init>")
                || ownedBy(access, Calendar.class) && access.getName().equals("getInstance"));
  }

  private static DescribedPredicate<JavaAccess<?>> sleeps() {
    return describe(
        "sleeps",
        access ->
            access.getName().equals("sleep")
                    && (ownedBy(access, Thread.class) || ownedBy(access, TimeUnit.class))
                || ownedBy(access, LockSupport.class) && access.getName().startsWith("park"));
  }

  private static DescribedPredicate<JavaAccess<?>> drawsByChance() {
    return describe(
        "draws by chance",
        access ->
            assignableTo(RandomGenerator.class)
                    .or(belongToAnyOf(RandomGeneratorFactory.class))
                    .test(access.getTargetOwner())
                || ownedBy(access, Math.class) && access.getName().equals("random")
                || ownedBy(access, Collections.class)
                    && access.getName().equals("shuffle")
                    && !takes(access, RandomGenerator.class)
                || ownedBy(access, UUID.class) && access.getName().equals("randomUUID"));
  }

  private static boolean ownedBy(JavaAccess<?> access, Class<?> owner) {
    return access.getTargetOwner().isEquivalentTo(owner);
  }

  private static boolean takes(JavaAccess<?> access, Class<?> parameter) {
    return access.getTarget() instanceof CodeUnitAccessTarget called
        && called.getRawParameterTypes().stream().anyMatch(it -> it.isEquivalentTo(parameter));
  }
}
