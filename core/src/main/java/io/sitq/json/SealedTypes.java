package io.sitq.json;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.sitq.TaskName;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.DatabindContext;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.cfg.MapperConfig;
import tools.jackson.databind.introspect.Annotated;
import tools.jackson.databind.introspect.AnnotatedClass;
import tools.jackson.databind.introspect.NopAnnotationIntrospector;
import tools.jackson.databind.jsontype.NamedType;
import tools.jackson.databind.jsontype.PolymorphicTypeValidator;
import tools.jackson.databind.jsontype.TypeIdResolver;
import tools.jackson.databind.jsontype.impl.StdTypeResolverBuilder;
import tools.jackson.databind.jsontype.impl.TypeIdResolverBase;

/**
 * Values of sealed interfaces as {@code {"wire name": value}}. The names that can be read are those
 * of the permitted subtypes and their aliases; nothing else in Jackson depends on the text.
 */
final class SealedTypes extends NopAnnotationIntrospector {
  private static final long serialVersionUID = 1L;

  private static final JsonTypeInfo.Value WRAPPER =
      JsonTypeInfo.Value.construct(
          JsonTypeInfo.Id.CUSTOM, JsonTypeInfo.As.WRAPPER_OBJECT, null, null, false, true, null);

  @Override
  public JsonTypeInfo.@Nullable Value findPolymorphicTypeInfo(
      MapperConfig<?> config, Annotated annotated) {
    return isSealed(annotated) ? WRAPPER : null;
  }

  @Override
  public @Nullable Object findTypeResolverBuilder(MapperConfig<?> config, Annotated annotated) {
    return isSealed(annotated) ? new ByWireName() : null;
  }

  private static boolean isSealed(Annotated annotated) {
    return annotated instanceof AnnotatedClass
        && annotated.getRawType().isInterface()
        && annotated.getRawType().isSealed()
        && !annotated.getRawType().getName().startsWith("java.");
  }

  private static final class ByWireName extends StdTypeResolverBuilder {
    ByWireName() {
      super(WRAPPER, null);
    }

    @Override
    protected TypeIdResolver idResolver(
        DatabindContext context,
        JavaType baseType,
        PolymorphicTypeValidator validator,
        Collection<NamedType> subtypes,
        boolean forSerialization,
        boolean forDeserialization) {
      return new WireNames(baseType);
    }

    @Override
    public ByWireName withDefaultImpl(Class<?> defaultImpl) {
      return this;
    }
  }

  private static final class WireNames extends TypeIdResolverBase {
    private static final long serialVersionUID = 1L;

    private final transient Map<String, Class<?>> byName = new HashMap<>();

    WireNames(JavaType baseType) {
      super(baseType);
      addBelow(baseType.getRawClass());
    }

    private void addBelow(Class<?> parent) {
      for (Class<?> child : parent.getPermittedSubclasses()) {
        if (child.isInterface()) {
          addBelow(child);
        } else {
          byName.put(JsonTypes.wireName(child), child);
          TaskName annotation = child.getAnnotation(TaskName.class);
          for (String alias : annotation == null ? new String[0] : annotation.aliases()) {
            byName.put(alias, child);
          }
        }
      }
    }

    @Override
    public String idFromValue(DatabindContext context, Object value) {
      return idFromValueAndType(context, value, value.getClass());
    }

    @Override
    public String idFromValueAndType(
        DatabindContext context, @Nullable Object value, Class<?> suggested) {
      return JsonTypes.wireName(
          value instanceof Enum<?> constant ? constant.getDeclaringClass() : suggested);
    }

    /** Null for a name that is not there, which Jackson then refuses. */
    @Override
    public @Nullable JavaType typeFromId(DatabindContext context, String id) {
      Class<?> type = byName.get(id);
      return type == null ? null : context.constructSpecializedType(_baseType, type);
    }

    @Override
    public String getDescForKnownTypeIds() {
      return byName.keySet().toString();
    }

    @Override
    public JsonTypeInfo.Id getMechanism() {
      return JsonTypeInfo.Id.CUSTOM;
    }
  }
}
