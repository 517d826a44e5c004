package io.sitq.worker.internal;

import java.time.Duration;

/**
 * A lease, and what follows from it.
 *
 * @param lease how long an entry is this worker's, counted from its delivery or last renewal
 */
record LeaseTimes(Duration lease) {
  /** How old a lease is when it is renewed: short tasks cost nothing. */
  Duration renewFrom() {
    return lease.dividedBy(3);
  }

  /** How often leases are looked at, so that each has several chances to be renewed. */
  Duration look() {
    return lease.dividedBy(6);
  }

  /** The oldest lease on which anything may still begin, or go on if it asks. */
  Duration startUntil() {
    return lease.minus(lease.dividedBy(6));
  }

  /** How often somebody looks for leases that have expired. */
  Duration recoverEvery() {
    return lease.dividedBy(3);
  }
}
