package io.sitq.cli;

/** How log lines look. */
enum LogFormat {
  TEXT,
  JSON
}
