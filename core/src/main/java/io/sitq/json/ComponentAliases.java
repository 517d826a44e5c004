package io.sitq.json;

import io.sitq.Alias;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyName;
import tools.jackson.databind.cfg.MapperConfig;
import tools.jackson.databind.introspect.Annotated;
import tools.jackson.databind.introspect.AnnotatedMember;
import tools.jackson.databind.introspect.AnnotatedParameter;
import tools.jackson.databind.introspect.NopAnnotationIntrospector;

/** Earlier names of record components, by {@link Alias}. */
final class ComponentAliases extends NopAnnotationIntrospector {
  private static final long serialVersionUID = 1L;

  @Override
  public @Nullable List<PropertyName> findPropertyAliases(
      MapperConfig<?> config, Annotated annotated) {
    RecordComponent component = componentOf(annotated);
    Alias alias = component == null ? null : component.getAnnotation(Alias.class);
    if (alias == null) {
      return null;
    }
    List<PropertyName> names = new ArrayList<>();
    for (String name : alias.value()) {
      names.add(PropertyName.construct(name));
    }
    return names;
  }

  /** Of the constructor's parameter, or the field or accessor of its name. */
  private static @Nullable RecordComponent componentOf(Annotated annotated) {
    if (!(annotated instanceof AnnotatedMember member) || !member.getDeclaringClass().isRecord()) {
      return null;
    }
    RecordComponent[] components = member.getDeclaringClass().getRecordComponents();
    if (member instanceof AnnotatedParameter parameter) {
      boolean isCanonical = parameter.getOwner().getParameterCount() == components.length;
      return isCanonical ? components[parameter.getIndex()] : null;
    }
    for (RecordComponent component : components) {
      if (component.getName().equals(member.getName())) {
        return component;
      }
    }
    return null;
  }
}
