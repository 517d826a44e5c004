/**
 * Sealed tasks and results: signed or encrypted with keys that producers and workers share, so that
 * who can write to Redis can't make, change or swap them.
 *
 * <p>Start at {@link io.sitq.seal.Sealing}. The bytes are documented in {@code
 * docs/wire-format.md}; the cryptography is the JDK's.
 */
@NullMarked
package io.sitq.seal;

import org.jspecify.annotations.NullMarked;
