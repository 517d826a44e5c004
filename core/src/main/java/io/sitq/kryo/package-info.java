/**
 * Kryo on the wire: envelopes, and values by declared type. The only importer of Kryo.
 *
 * <p>{@link io.sitq.kryo.EnvelopeCodec} says byte by byte what an envelope is, {@link
 * io.sitq.kryo.KryoKinds} what a value is; {@link io.sitq.kryo.KryoSerializer} makes the codec of a
 * declared type, out of one {@link io.sitq.kryo.ValueSerializer} for each type that it is made of.
 * Kryo gives the encodings of numbers and strings, the buffers, the table of classes that may be
 * decoded, and the count of depth. Its own serializers are not used: the one for records reads
 * wrong values when a component was added or removed, and those for collections and arrays allocate
 * what the bytes tell them to.
 */
@NullMarked
package io.sitq.kryo;

import org.jspecify.annotations.NullMarked;
