package io.sitq.kryo;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.SerializerFactory;

/**
 * Kryo without the serializers that it finds by class: every value here is written and read by the
 * serializer of its declared type, so none of them may ever be asked. To leave out their long list
 * also makes a new instance cheap, of which each refused payload needs one.
 */
final class BareKryo extends Kryo {
  @Override
  @SuppressWarnings("rawtypes") // as Kryo declares it
  public void addDefaultSerializer(Class type, Class<? extends Serializer> serializer) {
    // called by Kryo's constructor
  }

  @Override
  @SuppressWarnings("rawtypes")
  public void addDefaultSerializer(Class type, Serializer serializer) {
    // called by Kryo's constructor
  }

  @Override
  @SuppressWarnings("rawtypes")
  public void addDefaultSerializer(Class type, SerializerFactory serializer) {
    // called by Kryo's constructor
  }

  @Override
  @SuppressWarnings("rawtypes")
  public Serializer getDefaultSerializer(Class type) {
    throw new IllegalArgumentException("a value was written or read by class");
  }
}
