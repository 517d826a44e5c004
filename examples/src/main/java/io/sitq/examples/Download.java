package io.sitq.examples;

import io.sitq.Task;
import io.sitq.TaskName;

/** Fetches a page over HTTP as {@link FetchUrl} does, but is tried again where that makes sense. */
@TaskName("download")
public record Download(String url) implements Task<String> {}
