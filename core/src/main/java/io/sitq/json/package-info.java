/**
 * JSON beside Kryo, for callers without the task's class and for other languages. The only importer
 * of Jackson, which is an optional dependency.
 */
@NullMarked
package io.sitq.json;

import org.jspecify.annotations.NullMarked;
