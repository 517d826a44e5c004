package io.sitq.examples;

import io.sitq.Task;
import io.sitq.TaskName;

/** Fetches a page over HTTP and returns its text. */
@TaskName("fetch-url")
public record FetchUrl(String url) implements Task<String> {}
