package io.sitq.cli;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.sitq.json.JsonSerializer;
import io.sitq.kryo.KryoSerializer;
import io.sitq.micrometer.MicrometerListener;
import io.sitq.micrometer.QueueGauges;
import io.sitq.spi.Backend;
import io.sitq.worker.Worker;
import io.sitq.worker.WorkerBuilder;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A worker of task JARs with its metrics, from its start to its end. Used by one thread. */
final class WorkerProcess implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger("io.sitq.worker");

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final Backend backend;
  private final Worker worker;
  private final Set<String> tasks;
  private final StopSignals signals = new StopSignals(this::leave);
  private @Nullable MetricsServer server;

  private WorkerProcess(Backend backend, TaskJars jars, Consumer<WorkerBuilder> settings) {
    this.backend = backend;
    WorkerBuilder builder =
        Worker.on(backend)
            .serializer(new KryoSerializer())
            .serializer(new JsonSerializer())
            .listener(new MicrometerListener(registry));
    settings.accept(builder);
    jars.register(builder);
    this.tasks = new TreeSet<>(jars.taskTypes().keySet());
    this.worker = builder.build();
    new QueueGauges(backend.inspector(), worker.gauges().queues()).bindTo(registry);
  }

  /**
   * A worker that is not started, which closes the backend in the end.
   *
   * @throws io.sitq.SitqException if a setting is wrong; the backend is closed
   */
  static WorkerProcess of(Backend backend, TaskJars jars, Consumer<WorkerBuilder> settings) {
    try {
      return new WorkerProcess(backend, jars, settings);
    } catch (RuntimeException e) {
      backend.close();
      throw e;
    }
  }

  /** Starts to fetch. */
  void start() {
    worker.start();
    log.info(
        "Worker {} executes {} from {}", worker.id(), String.join(", ", tasks), backend.address());
  }

  /** Serves metrics and health. */
  void serveMetrics(String host, int port) {
    new JvmMeters(registry);
    server = MetricsServer.start(host, port, registry, new Health(worker));
    log.info("Metrics on http://{}/metrics", server.address());
  }

  private void leave() {
    log.info("Second signal: worker {} leaves at once", worker.id());
    worker.stopNow();
  }

  /**
   * Takes over the signals that stop a process; to be called before {@link #start}, or one that
   * comes early would leave running tasks behind.
   */
  void handleSignals() {
    signals.install();
  }

  /** Returns when a signal has come and the worker has drained. */
  void runUntilSignal(Duration drain) throws InterruptedException {
    signals.awaitFirst();
    long begun = System.nanoTime();
    worker.stop(drain);
    log.info(
        "Worker {} stopped after {}",
        worker.id(),
        Durations.format(Duration.ofNanos(System.nanoTime() - begun)));
  }

  /** What Prometheus would read. */
  String metrics() {
    return registry.scrape();
  }

  @Override
  public void close() {
    if (server != null) {
      server.close();
    }
    worker.close();
  }
}
