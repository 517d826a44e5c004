package io.sitq.spi;

/**
 * A value as bytes, and the name of the codec that can read them.
 *
 * @param codec such as {@code kryo} or {@code json}
 * @param bytes the value; not to be written to
 */
@SuppressWarnings(
    "ArrayRecordComponent") // compared by nobody, and a copy would cost on the hot path
public record EncodedValue(String codec, byte[] bytes) {}
