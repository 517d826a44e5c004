package io.sitq.kryo;

import io.sitq.TaskValidationException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.AccessibleObject;
import java.lang.reflect.Constructor;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import org.jspecify.annotations.Nullable;

/** How to take a record apart and to put it together, whoever may see its class. */
final class RecordShape {
  private static final MethodType ACCESSOR = MethodType.methodType(Object.class, Object.class);

  private final Class<?> type;
  private final String[] names;
  private final MethodHandle[] accessors;
  private final MethodHandle constructor;

  RecordShape(Class<?> type) {
    this.type = type;
    RecordComponent[] components = type.getRecordComponents();
    this.names = new String[components.length];
    this.accessors = new MethodHandle[components.length];
    Class<?>[] types = new Class<?>[components.length];
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      for (int i = 0; i < components.length; i++) {
        names[i] = components[i].getName();
        types[i] = components[i].getType();
        Method accessor = components[i].getAccessor();
        open(accessor);
        accessors[i] = lookup.unreflect(accessor).asType(ACCESSOR);
      }
      Constructor<?> canonical = type.getDeclaredConstructor(types);
      open(canonical);
      this.constructor =
          lookup
              .unreflectConstructor(canonical)
              .asType(MethodType.genericMethodType(types.length))
              .asSpreader(Object[].class, types.length);
    } catch (ReflectiveOperationException | InaccessibleObjectException e) {
      throw new TaskValidationException(
          type.getName(),
          "open to io.sitq",
          "record "
              + type.getName()
              + " can't be read by reflection: let its module say 'opens "
              + type.getPackageName()
              + ";'",
          e);
    }
  }

  int size() {
    return names.length;
  }

  String name(int index) {
    return names[index];
  }

  @Nullable Object get(Object instance, int index) {
    try {
      return accessors[index].invokeExact(instance);
    } catch (ClassCastException | ValueFailure e) {
      throw e;
    } catch (Throwable e) {
      throw thrownBy("accessor " + names[index] + "()", e);
    }
  }

  Object make(@Nullable Object[] values) {
    try {
      return constructor.invokeExact(values);
    } catch (Throwable e) {
      throw thrownBy("constructor", e);
    }
  }

  private ValueFailure thrownBy(String what, Throwable thrown) {
    if (thrown instanceof VirtualMachineError fatal && !(thrown instanceof StackOverflowError)) {
      throw fatal;
    }
    return new ValueFailure(
        "the "
            + what
            + " of record "
            + type.getName()
            + " threw "
            + thrown.getClass().getName()
            + ": see the cause",
        thrown);
  }

  private static void open(AccessibleObject member) {
    member.setAccessible(true);
  }
}
