package io.sitq.json;

import io.sitq.spi.Limits;
import java.util.Map;
import java.util.Set;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.StreamWriteConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.AnnotationIntrospector;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.type.LogicalType;

/** Jackson as it is used here: strict, bounded, and without annotations. */
final class JsonMappers {
  /** As in the Kryo codec. */
  static final int MAX_DEPTH = 64;

  /** Digits of one number: what the Kryo codec's big integers need. */
  private static final int MAX_NUMBER_CHARS = 20_000;

  private JsonMappers() {}

  static JsonMapper create() {
    SimpleModule module = new SimpleModule("sitq");
    module.addAbstractTypeMapping(Set.class, ArrivingSet.class);
    module.addAbstractTypeMapping(Map.class, ArrivingMap.class);
    module.addValueInstantiator(ArrivingSet.class, new ArrivingSet.Instantiator());
    module.setDeserializerModifier(new UnmodifiableCollections());
    return JsonMapper.builder(factory())
        .annotationIntrospector(
            AnnotationIntrospector.pair(new SealedTypes(), new ComponentAliases()))
        .addModule(module)
        .addModule(new RecordDefaults())
        .enable(MapperFeature.INFER_RECORD_GETTERS_FROM_COMPONENTS_ONLY)
        .disable(
            MapperFeature.ALLOW_COERCION_OF_SCALARS, MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
        .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
        .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
        .disable(EnumFeature.READ_ENUMS_USING_TO_STRING, EnumFeature.WRITE_ENUMS_USING_TO_STRING)
        .enable(EnumFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
        .enable(DateTimeFeature.WRITE_DATES_WITH_ZONE_ID)
        .disable(
            DateTimeFeature.ADJUST_DATES_TO_CONTEXT_TIME_ZONE,
            DateTimeFeature.NORMALIZE_DESERIALIZED_ZONE_ID,
            DateTimeFeature.WRITE_DATES_WITH_CONTEXT_TIME_ZONE)
        .withCoercionConfig(
            LogicalType.Textual,
            text ->
                text.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                    .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                    .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
        .build();
  }

  private static JsonFactory factory() {
    return JsonFactory.builder()
        .streamReadConstraints(
            StreamReadConstraints.builder()
                .maxDocumentLength(Limits.ENVELOPE_BYTES)
                .maxStringLength(Limits.ENVELOPE_BYTES)
                .maxNumberLength(MAX_NUMBER_CHARS)
                .maxNestingDepth(MAX_DEPTH)
                .build())
        .streamWriteConstraints(StreamWriteConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
        .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
        .build();
  }
}
