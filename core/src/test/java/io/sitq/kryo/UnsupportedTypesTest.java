package io.sitq.kryo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sitq.TaskName;
import io.sitq.TaskValidationException;
import io.sitq.json.JsonSerializer;
import io.sitq.spi.ByteSlice;
import io.sitq.spi.Serializer;
import io.sitq.spi.ValueCodec;
import java.io.File;
import java.io.Serializable;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

@SuppressWarnings("ArrayRecordComponent") // arrays are supported, whatever one thinks of them
class UnsupportedTypesTest {
  record Line(File price) {}

  record Order(List<Line> lines) {}

  record HasObject(Object any) {}

  record HasThrowable(Throwable thrown) {}

  record HasClass(Class<?> type) {}

  record HasLambda(Supplier<String> supplier) {}

  record HasSerializable(Serializable any) {}

  record HasArrayList(ArrayList<String> list) {}

  @SuppressWarnings("rawtypes")
  record HasRawList(List list) {}

  record HasWildcard(List<?> list) {}

  record HasBoundedWildcard(List<? extends Samples.Payment> list) {}

  record InMap(Map<String, Optional<File>> files) {}

  record InArray(File[] files) {}

  record Growing<T>(T value, Optional<Growing<List<T>>> next) {}

  record StartsGrowing(Growing<String> growing) {}

  sealed interface Open permits NotFinal {}

  static non-sealed class NotFinal implements Open {}

  record HasOpen(Open open) {}

  @TaskName("same")
  record One(int a) {}

  @TaskName("same")
  record Another(int a) {}

  @Test
  void whatIsNotSupportedIsRefusedWithItsPathAndWhatToUse() {
    assertRefused(
        Order.class, "Order.lines[].price", "java.io.File is not supported: use a String");
    assertRefused(HasObject.class, "HasObject.any", "java.lang.Object is not supported: use a");
    assertRefused(HasThrowable.class, "HasThrowable.thrown", "java.lang.Throwable");
    assertRefused(HasClass.class, "HasClass.type", "java.lang.Class");
    assertRefused(HasLambda.class, "HasLambda.supplier", "java.util.function.Supplier");
    assertRefused(HasSerializable.class, "HasSerializable.any", "java.io.Serializable");
    assertRefused(HasArrayList.class, "HasArrayList.list", "use java.util.List");
    assertRefused(HasRawList.class, "HasRawList.list", "raw java.util.List", "List<String>");
    assertRefused(HasWildcard.class, "HasWildcard.list[]", "java.lang.Object");
    assertRefused(InMap.class, "InMap.files{}", "java.io.File");
    assertRefused(InArray.class, "InArray.files[]", "java.io.File");
    assertRefused(HasOpen.class, "HasOpen.open(NotFinal)", "NotFinal is not supported");
    assertRefused(File.class, "File", "java.io.File");
    assertThatThrownBy(() -> codec(StartsGrowing.class))
        .isInstanceOf(TaskValidationException.class)
        .hasMessageContaining("nests deeper than");
  }

  /** As a bean of somebody's own, which no serializer may reflect on. */
  static class Money {
    long cents;
  }

  record Invoice(String number, Optional<Money> total) {}

  @Test
  void aTypeThatIsNotAllowedIsNamedAndWhatRegistersOneIsSaid() {
    for (Serializer serializer : List.of(new KryoSerializer(), new JsonSerializer())) {
      assertThatThrownBy(() -> serializer.codecFor(Invoice.class, "pay"))
          .isInstanceOf(TaskValidationException.class)
          .hasMessage(
              "pay: Invoice.total: "
                  + Money.class.getName()
                  + " is not supported: use a record, an enum, a sealed interface of records, or a"
                  + " JDK value type - there is nothing else to register: a supported type is"
                  + " allowed by being a part of a task that has a handler, or of its result");
    }
  }

  @Test
  void aWildcardIsReadAsItsBound() {
    HasBoundedWildcard value = new HasBoundedWildcard(List.of(Samples.Cash.COINS));
    ValueCodec codec = codec(HasBoundedWildcard.class);
    assertThat(codec.decode(ByteSlice.of(codec.encode(value)))).isEqualTo(value);
  }

  @Test
  void twoClassesOfOneWireNameAreRefusedByOneSerializer() {
    KryoSerializer serializer = new KryoSerializer();
    serializer.codecFor(One.class, "task");
    serializer.codecFor(One.class, "task");
    assertThatThrownBy(() -> serializer.codecFor(Another.class, "task"))
        .isInstanceOf(TaskValidationException.class)
        .hasMessageContainingAll(
            One.class.getName(), Another.class.getName(), "the same wire name 'same'");
  }

  private static void assertRefused(Type type, String path, String... message) {
    assertThatThrownBy(() -> codec(type))
        .isInstanceOfSatisfying(
            TaskValidationException.class, e -> assertThat(e.parameter()).isEqualTo(path))
        .hasMessageStartingWith("sample: " + path + ": ")
        .hasMessageContainingAll(message);
  }

  private static ValueCodec codec(Type type) {
    return new KryoSerializer().codecFor(type, "sample");
  }
}
