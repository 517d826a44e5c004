package io.sitq.worker.internal;

import io.sitq.seal.Sealing;
import io.sitq.spi.TimeSource;

/**
 * What the runners of a worker's queues have in common. Every part is thread-safe.
 *
 * @param workerId the worker
 * @param threads where handlers run
 * @param inFlight what is not settled yet
 * @param gate what starts when
 * @param unanswered what was sent to the backend
 * @param leases how long what is held is this worker's
 * @param opener reads deliveries
 * @param stopper ends what must not go on
 * @param canceller knows what somebody asks to cancel
 * @param events tells listeners
 * @param settlements decides on retries and TTLs
 * @param sealing seals what is stored
 * @param lastAnswer when the backend was last heard of
 * @param fatalErrors ends the process
 * @param time the clock
 */
record Shared(
    String workerId,
    HandlerThreads threads,
    InFlight inFlight,
    StartGate gate,
    Unanswered unanswered,
    LeaseTimes leases,
    DeliveryOpener opener,
    AttemptStopper stopper,
    RunningTaskCanceller canceller,
    TaskEvents events,
    SettlementMaker settlements,
    Sealing sealing,
    LastAnswer lastAnswer,
    FatalErrors fatalErrors,
    TimeSource time) {}
