package io.sitq.kryo;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.io.Output;
import io.sitq.spi.Limits;

/** What one encoding or decoding needs, for one thread at a time. */
final class Workspace {
  private static final int SMALL = 512;
  private static final int KEPT = 64 << 10;

  private final Kryo kryo = new BareKryo();
  private final WireInput in = new WireInput();
  private final StableIds ids;
  private Output out = new Output(SMALL, Limits.ENVELOPE_BYTES);
  private int knownIds;

  Workspace(StableIds ids) {
    this.ids = ids;
    kryo.setRegistrationRequired(true);
    kryo.setReferences(false);
    kryo.setMaxDepth(KryoKinds.MAX_DEPTH);
  }

  /** Makes it ready: all that is registered by now is known. */
  Workspace refreshed() {
    knownIds = ids.addTo(kryo, knownIds);
    return this;
  }

  Kryo kryo() {
    return kryo;
  }

  WireInput in() {
    return in;
  }

  Output out() {
    return out;
  }

  /** Lets go of the payload; a buffer that one large value needed is not kept. */
  void clear() {
    in.release();
    if (out.getBuffer().length > KEPT) {
      out = new Output(SMALL, Limits.ENVELOPE_BYTES);
    } else {
      out.reset();
    }
  }
}
