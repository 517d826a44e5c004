/**
 * The program {@code sitq-worker}: one class per command. {@link io.sitq.cli.Main} starts it;
 * {@code SitqWorkerCommand} holds the options that all commands share.
 */
@NullMarked
package io.sitq.cli;

import org.jspecify.annotations.NullMarked;
