package io.sitq.it.scale;

import io.sitq.Task;
import io.sitq.TaskName;

/** Gives its bytes back. */
@TaskName("echo")
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
record Echo(byte[] bytes) implements Task<byte[]> {}
