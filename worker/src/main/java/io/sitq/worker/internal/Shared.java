package io.sitq.worker.internal;

import io.sitq.spi.TimeSource;

/**
 * What the runners of a worker's queues have in common. Every part is thread-safe.
 *
 * @param workerId the worker
 * @param threads where handlers run
 * @param inFlight what is not settled yet
 * @param opener reads deliveries
 * @param stopper ends what must not go on
 * @param canceller knows what somebody asks to cancel
 * @param events tells listeners
 * @param settlements decides on retries and TTLs
 * @param fatalErrors ends the process
 * @param time the clock
 */
record Shared(
    String workerId,
    HandlerThreads threads,
    InFlight inFlight,
    DeliveryOpener opener,
    AttemptStopper stopper,
    RunningTaskCanceller canceller,
    TaskEvents events,
    SettlementMaker settlements,
    FatalErrors fatalErrors,
    TimeSource time) {}
