/** Things that break the way to Redis on purpose. */
@NullMarked
package io.sitq.testkit.fault;

import org.jspecify.annotations.NullMarked;
