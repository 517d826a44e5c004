/** Whether what stands in Redis is what may stand there. */
@NullMarked
package io.sitq.testkit.invariant;

import org.jspecify.annotations.NullMarked;
