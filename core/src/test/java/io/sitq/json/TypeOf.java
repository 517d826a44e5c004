package io.sitq.json;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;

/** Catches a declared type with its type arguments: {@code new TypeOf<List<String>>() {}}. */
abstract class TypeOf<T> {
  Type type() {
    return ((ParameterizedType) getClass().getGenericSuperclass()).getActualTypeArguments()[0];
  }
}
