package io.sitq;

import io.sitq.kryo.KryoSerializer;
import io.sitq.seal.Sealing;
import io.sitq.spi.Backend;
import io.sitq.spi.Serializer;
import io.sitq.spi.TimeSource;
import java.util.ArrayList;
import java.util.List;

/** Makes a {@link TaskQueue} with other settings than the defaults. Used by one thread, once. */
public final class TaskQueueBuilder {
  private final Backend backend;
  private final List<Serializer> serializers = new ArrayList<>();
  private final List<TaskListener> listeners = new ArrayList<>();
  private Sealing sealing = Sealing.none();
  private TimeSource time = TimeSource.system();
  private boolean closesBackend = true;

  TaskQueueBuilder(Backend backend) {
    this.backend = Checks.notNull("backend", backend);
  }

  /**
   * Serializers that are to be known. The first one encodes what is enqueued; all of them decode
   * results. Default: {@link KryoSerializer}.
   */
  public TaskQueueBuilder serializer(Serializer serializer) {
    serializers.add(Checks.notNull("serializer", serializer));
    return this;
  }

  /**
   * Seals what is enqueued, and checks the seals of what is read. Default: {@link Sealing#none()}.
   */
  public TaskQueueBuilder sealing(Sealing newSealing) {
    this.sealing = Checks.notNull("sealing", newSealing);
    return this;
  }

  /** Somebody who is told of enqueued tasks. May be called for several. */
  public TaskQueueBuilder listener(TaskListener listener) {
    listeners.add(Checks.notNull("listener", listener));
    return this;
  }

  /** Another clock, for tests. */
  public TaskQueueBuilder timeSource(TimeSource timeSource) {
    this.time = Checks.notNull("timeSource", timeSource);
    return this;
  }

  /** Leaves the backend open when the queue is closed, since somebody else uses it too. */
  public TaskQueueBuilder keepBackendOpen() {
    this.closesBackend = false;
    return this;
  }

  /** The queue. */
  public TaskQueue build() {
    if (serializers.isEmpty()) {
      serializers.add(new KryoSerializer());
    }
    return new TaskQueue(
        new QueueOperations(
            backend, new Codecs(serializers), sealing, new Listeners(listeners), time),
        backend,
        closesBackend);
  }
}
