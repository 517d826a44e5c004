/** Circuit breakers as Micrometer meters: the only package of this module that imports it. */
@NullMarked
package io.sitq.recovery.micrometer;

import org.jspecify.annotations.NullMarked;
