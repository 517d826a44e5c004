package io.sitq.json;

import io.sitq.Default;
import io.sitq.spi.Literals;
import java.lang.reflect.Array;
import java.lang.reflect.RecordComponent;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.BeanDescription;
import tools.jackson.databind.DeserializationConfig;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.deser.SettableBeanProperty;
import tools.jackson.databind.deser.ValueInstantiator;
import tools.jackson.databind.deser.ValueInstantiators;
import tools.jackson.databind.deser.bean.PropertyValueBuffer;
import tools.jackson.databind.deser.std.StdValueInstantiator;
import tools.jackson.databind.module.SimpleModule;

/**
 * Fills the components of records that the JSON doesn't have as the Kryo codec does: with their
 * {@link Default}, else zero, false, empty or null. A null that is written for a primitive stays an
 * error.
 */
final class RecordDefaults extends SimpleModule {
  private static final long serialVersionUID = 1L;

  RecordDefaults() {
    super("sitq-record-defaults");
  }

  @Override
  public void setupModule(SetupContext context) {
    super.setupModule(context);
    context.addValueInstantiators(new Instantiators());
  }

  private static final class Instantiators extends ValueInstantiators.Base {
    @Override
    public ValueInstantiator modifyValueInstantiator(
        DeserializationConfig config,
        BeanDescription.Supplier description,
        ValueInstantiator instantiator) {
      return description.getBeanClass().isRecord()
              && instantiator instanceof StdValueInstantiator standard
          ? new RecordInstantiator(standard, description.getBeanClass())
          : instantiator;
    }
  }

  private static final class RecordInstantiator extends StdValueInstantiator {
    private static final long serialVersionUID = 1L;

    private final transient Map<String, String> literals = new HashMap<>();

    RecordInstantiator(StdValueInstantiator standard, Class<?> type) {
      super(standard);
      for (RecordComponent component : type.getRecordComponents()) {
        Default literal = component.getAnnotation(Default.class);
        if (literal != null) {
          literals.put(component.getName(), literal.value());
        }
      }
    }

    @Override
    public Object createFromObjectWith(
        DeserializationContext context,
        SettableBeanProperty[] components,
        PropertyValueBuffer values) {
      for (SettableBeanProperty component : components) {
        if (!values.hasParameter(component)) {
          String literal = literals.get(component.getName());
          Object value =
              literal == null
                  ? whenMissing(component.getType())
                  : parsed(component.getType(), literal);
          if (value != null) {
            values.assignParameter(component, value);
          }
        }
      }
      return super.createFromObjectWith(context, components, values);
    }

    private static Object parsed(JavaType type, String literal) {
      return type.isReferenceType()
          ? Optional.of(Literals.parse(type.getContentType().getRawClass(), literal))
          : Literals.parse(type.getRawClass(), literal);
    }

    private static @Nullable Object whenMissing(JavaType type) {
      Class<?> raw = type.getRawClass();
      if (raw.isPrimitive()) {
        return Array.get(Array.newInstance(raw, 1), 0);
      }
      if (raw.isArray()) {
        return Array.newInstance(raw.getComponentType(), 0);
      }
      if (Map.class.isAssignableFrom(raw)) {
        return Collections.emptyMap();
      }
      if (Set.class.isAssignableFrom(raw)) {
        return Collections.emptySet();
      }
      return type.isCollectionLikeType() ? Collections.emptyList() : null;
    }
  }
}
