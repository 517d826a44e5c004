package io.sitq.examples;

import io.sitq.RetryPolicy;
import io.sitq.worker.HandlerOptions;
import io.sitq.worker.Handlers;
import io.sitq.worker.TaskModule;
import java.io.IOException;
import java.time.Duration;

/**
 * The tasks of the examples. Each has one attempt and no time limit, which are the defaults, except
 * for {@code download}.
 */
public final class ExampleTasks implements TaskModule {
  private static final HandlerOptions DOWNLOADS =
      HandlerOptions.defaults()
          .timeout(Duration.ofSeconds(30))
          .retry(
              RetryPolicy.exponential(Duration.ofMillis(100))
                  .maxAttempts(3)
                  .retryOn(IOException.class));

  @Override
  public void register(Handlers handlers) {
    handlers.handle(Divide.class, new DivideHandler());
    handlers.handle(ReadFile.class, new ReadFileHandler());
    handlers.handle(FetchUrl.class, new FetchUrlHandler());
    handlers.handle(Flaky.class, new FlakyHandler());
    handlers.handle(Download.class, new DownloadHandler(), DOWNLOADS);
    handlers.run(Sleep.class, new SleepHandler());
    handlers.handle(CountPrimes.class, new CountPrimesHandler());
  }
}
