/** The suite that every backend passes. */
@NullMarked
package io.sitq.testkit.contract;

import org.jspecify.annotations.NullMarked;
