package io.sitq.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Instant;

/** The edges between the modules, as the design draws them; in the module that sees all others. */
@AnalyzeClasses(packages = "io.sitq", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  private static final String CORE_API = "io.sitq";
  private static final String SPI = "io.sitq.spi..";
  private static final String KRYO = "io.sitq.kryo..";
  private static final String JSON = "io.sitq.json..";
  private static final String MICROMETER = "io.sitq.micrometer..";
  private static final String RECOVERY_MICROMETER = "io.sitq.recovery.micrometer..";
  private static final String WORKER = "io.sitq.worker..";
  private static final String REDIS = "io.sitq.redis..";
  private static final String RECOVERY = "io.sitq.recovery..";
  private static final String TESTKIT = "io.sitq.testkit..";
  private static final String CLI = "io.sitq.cli..";
  private static final String EXAMPLES = "io.sitq.examples..";

  @ArchTest
  static final ArchRule core_knows_no_other_module =
      noClasses()
          .that()
          .resideInAnyPackage(CORE_API, SPI, KRYO, JSON, MICROMETER)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(WORKER, REDIS, RECOVERY, TESTKIT, CLI, EXAMPLES);

  @ArchTest
  static final ArchRule worker_knows_core_only =
      noClasses()
          .that()
          .resideInAPackage(WORKER)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(REDIS, RECOVERY, TESTKIT, CLI, EXAMPLES);

  @ArchTest
  static final ArchRule redis_backend_knows_core_only =
      noClasses()
          .that()
          .resideInAPackage(REDIS)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(WORKER, RECOVERY, TESTKIT, CLI, EXAMPLES);

  @ArchTest
  static final ArchRule testkit_knows_core_and_worker_only =
      noClasses()
          .that()
          .resideInAPackage(TESTKIT)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(REDIS, RECOVERY, CLI, EXAMPLES);

  @ArchTest
  static final ArchRule recovery_knows_core_only =
      noClasses()
          .that()
          .resideInAPackage(RECOVERY)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(WORKER, REDIS, TESTKIT, CLI, EXAMPLES);

  @ArchTest
  static final ArchRule nobody_knows_the_program =
      noClasses()
          .that()
          .resideOutsideOfPackage(CLI)
          .should()
          .dependOnClassesThat()
          .resideInAPackage(CLI);

  @ArchTest
  static final ArchRule nobody_knows_the_examples =
      noClasses()
          .that()
          .resideOutsideOfPackage(EXAMPLES)
          .should()
          .dependOnClassesThat()
          .resideInAPackage(EXAMPLES);

  @ArchTest
  static final ArchRule kryo_is_imported_in_one_package = onlyIn("com.esotericsoftware..", KRYO);

  @ArchTest
  static final ArchRule jackson_is_imported_in_one_package_and_the_program =
      onlyIn("tools.jackson..", JSON, CLI);

  @ArchTest
  static final ArchRule micrometer_is_imported_in_one_package_and_the_program =
      onlyIn("io.micrometer..", MICROMETER, RECOVERY_MICROMETER, CLI);

  @ArchTest
  static final ArchRule lettuce_is_imported_by_the_backend_the_testkit_and_the_benchmark =
      onlyIn("io.lettuce..", REDIS, TESTKIT, CLI);

  @ArchTest static final ArchRule picocli_is_imported_by_the_program = onlyIn("picocli..", CLI);

  private static ArchRule onlyIn(String library, String... packages) {
    return noClasses()
        .that()
        .resideOutsideOfPackages(packages)
        .should()
        .dependOnClassesThat()
        .resideInAPackage(library);
  }

  @ArchTest
  static final ArchRule redis_shows_no_type_of_its_client =
      methods()
          .that()
          .areDeclaredInClassesThat(resideInAPackage("io.sitq.redis"))
          .and()
          .arePublic()
          .should()
          .notHaveRawReturnType(resideInAPackage("io.lettuce.."));

  @ArchTest
  static final ArchRule kryo_shows_no_type_of_its_library =
      methods()
          .that()
          .areDeclaredInClassesThat()
          .resideInAPackage(KRYO)
          .and()
          .areDeclaredInClassesThat()
          .arePublic()
          .and()
          .arePublic()
          .should()
          .notHaveRawReturnType(resideInAPackage("com.esotericsoftware.."));

  @ArchTest
  static final ArchRule internals_of_the_worker_stay_inside =
      classes()
          .that()
          .resideInAPackage("io.sitq.worker.internal..")
          .should()
          .onlyBeAccessed()
          .byAnyPackage(WORKER);

  @ArchTest
  static final ArchRule internals_of_the_backend_stay_inside =
      classes()
          .that()
          .resideInAPackage("io.sitq.redis.internal..")
          .should()
          .onlyBeAccessed()
          .byAnyPackage(REDIS);

  @ArchTest
  static final ArchRule wall_time_comes_from_one_place =
      noClasses()
          .that(
              resideInAnyPackage(CORE_API, SPI, KRYO, JSON, WORKER, REDIS)
                  .and(
                      DescribedPredicate.not(
                          DescribedPredicate.describe(
                              "the one place", c -> c.getSimpleName().equals("SystemTime")))))
          .should()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .callMethod(Instant.class, "now");

  @ArchTest
  static final ArchRule nothing_prints_a_stack_trace_or_sleeps =
      noClasses()
          .that()
          .resideInAnyPackage(CORE_API, SPI, KRYO, JSON, MICROMETER, WORKER, REDIS)
          .should()
          .callMethod(Throwable.class, "printStackTrace")
          .orShould()
          .callMethod(Thread.class, "sleep", long.class);
}
