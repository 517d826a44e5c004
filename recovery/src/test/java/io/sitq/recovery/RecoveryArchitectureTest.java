package io.sitq.recovery;

import static com.tngtech.archunit.base.DescribedPredicate.anyElementThat;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Who sees which library here; the edges between modules are ArchitectureTest's. */
@AnalyzeClasses(packages = "io.sitq", importOptions = ImportOption.DoNotIncludeTests.class)
class RecoveryArchitectureTest {
  private static final String RECOVERY = "io.sitq.recovery..";
  private static final String RESILIENCE4J = "io.github.resilience4j..";

  @ArchTest
  static final ArchRule resilience4j_is_imported_here_alone =
      noClasses()
          .that()
          .resideOutsideOfPackage(RECOVERY)
          .should()
          .dependOnClassesThat()
          .resideInAPackage(RESILIENCE4J);

  @ArchTest
  static final ArchRule micrometer_is_imported_in_its_own_package =
      noClasses()
          .that()
          .resideInAPackage("io.sitq.recovery")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.micrometer..");

  @ArchTest
  static final ArchRule nobody_sees_a_type_of_resilience4j =
      methods()
          .that()
          .areDeclaredInClassesThat()
          .resideInAPackage(RECOVERY)
          .and()
          .areDeclaredInClassesThat()
          .arePublic()
          .and()
          .arePublic()
          .should()
          .notHaveRawReturnType(resideInAPackage(RESILIENCE4J))
          .andShould()
          .notHaveRawParameterTypes(anyElementThat(resideInAPackage(RESILIENCE4J)));

  @ArchTest
  static final ArchRule nothing_sleeps =
      noClasses()
          .that()
          .resideInAPackage(RECOVERY)
          .should()
          .callMethod(Thread.class, "sleep", long.class);
}
