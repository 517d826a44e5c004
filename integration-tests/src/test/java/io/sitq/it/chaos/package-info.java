/**
 * The chaos suite: worker and producer processes and a Redis, broken by a seeded plan, and a
 * verdict on what is left.
 *
 * <p>{@link io.sitq.it.chaos.ChaosIT} runs it for some seconds in every build; {@code bin/chaos
 * --minutes 10 --seed N} for as long as one likes. The same seed gives the same plan: which fault
 * strikes when, whom, and for how long. Threads and processes are not scheduled by it, so a second
 * run is the same storm, not the same waves.
 *
 * <p>The parts:
 *
 * <ul>
 *   <li>{@code ChaosRun} is the run from start to verdict: warm up, storm, calm, drain, judge.
 *   <li>{@code Fleet} keeps worker and producer processes running, whoever ends them; {@code
 *       WorkerMain} and {@code ProducerMain} are what runs in them.
 *   <li>{@code ChaosPlan} decides what strikes when; a {@code Fault} is a way to strike. {@code
 *       WorkerFaults} strike processes, {@code NetworkFaults} their connections, and each Redis
 *       brings faults of its own.
 *   <li>Handlers and producers write what they do to a {@code Journal}, which outlives {@code kill
 *       -9}. {@code History} is all journals read; {@code Verdict} compares it with what Redis
 *       says, and the invariant checker of the testkit looks at the whole keyspace.
 * </ul>
 *
 * <p>Another set-up of Redis, such as Sentinel or a cluster, is another {@code RedisUnderTest}: it
 * says how clients reach it, which faults of its own it has (a failover, a slot that moves), and
 * whether it may lose what it has acknowledged; then tasks that are gone are reported and not
 * judged. Add it to {@code RedisUnderTest.named}, and {@code bin/chaos} gets an option for it.
 */
package io.sitq.it.chaos;
