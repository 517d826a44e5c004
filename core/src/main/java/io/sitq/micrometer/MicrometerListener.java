package io.sitq.micrometer;

import io.micrometer.core.instrument.MeterRegistry;
import io.sitq.TaskEvent;
import io.sitq.TaskListener;
import io.sitq.WorkerGauges;

/**
 * Counts and times tasks in a Micrometer registry, for producers and workers alike.
 *
 * <table>
 *   <caption>Meters</caption>
 *   <tr><th>name</th><th>type</th><th>tags</th></tr>
 *   <tr><td>{@code sitq.tasks.enqueued}</td><td>counter</td><td>queue, task</td></tr>
 *   <tr><td>{@code sitq.tasks.completed}</td><td>counter</td><td>queue, task, outcome: success,
 *       failed, retried, cancelled, lost</td></tr>
 *   <tr><td>{@code sitq.task.duration}</td><td>timer</td><td>queue, task</td></tr>
 *   <tr><td>{@code sitq.task.wait}</td><td>timer</td><td>queue, task</td></tr>
 *   <tr><td>{@code sitq.tasks.recovered}</td><td>counter</td><td>queue</td></tr>
 *   <tr><td>{@code sitq.tasks.stuck}</td><td>gauge</td><td>queue</td></tr>
 *   <tr><td>{@code sitq.worker.active}</td><td>gauge</td><td>queue</td></tr>
 *   <tr><td>{@code sitq.worker.capacity}</td><td>gauge</td><td>queue</td></tr>
 *   <tr><td>{@code sitq.worker.fetch.age}</td><td>gauge, seconds</td><td>queue</td></tr>
 * </table>
 *
 * <p>A task of a name that its worker doesn't know is counted under {@code unknown}, so that nobody
 * who can enqueue can fill the registry. All outcomes of a task appear at 0 with its first attempt,
 * so that rates see the first failure too. Use one listener for each registry: it may be given to
 * any number of workers and queues, whose gauges it adds up. Thread-safe.
 */
public final class MicrometerListener implements TaskListener {
  private final TaskMeterCache meters;
  private final WorkerMeters workers;

  /** A listener whose meters are made in {@code registry} when they are needed. */
  public MicrometerListener(MeterRegistry registry) {
    this.meters = new TaskMeterCache(registry);
    this.workers = new WorkerMeters(registry);
  }

  @Override
  public void enqueued(TaskEvent event) {
    meters.producer(event).increment();
  }

  @Override
  public void started(TaskEvent event) {
    meters.worker(event).waited(event.waited());
  }

  @Override
  public void succeeded(TaskEvent event) {
    meters.worker(event).ended(Outcome.SUCCESS, event.duration());
  }

  @Override
  public void retried(TaskEvent event) {
    meters.worker(event).ended(Outcome.RETRIED, event.duration());
  }

  @Override
  public void failed(TaskEvent event) {
    meters.worker(event).ended(Outcome.FAILED, event.duration());
  }

  @Override
  public void cancelled(TaskEvent event) {
    meters.worker(event).ended(Outcome.CANCELLED, event.duration());
  }

  @Override
  public void lost(TaskEvent event) {
    meters.worker(event).ended(Outcome.LOST, event.duration());
  }

  @Override
  public void recovered(String queue, int tasks) {
    workers.recovered(queue, tasks);
  }

  @Override
  public void workerStarted(WorkerGauges gauges) {
    workers.add(gauges);
  }

  @Override
  public void workerStopped(WorkerGauges gauges) {
    workers.remove(gauges);
  }
}
