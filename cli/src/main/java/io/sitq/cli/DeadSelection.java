package io.sitq.cli;

import io.sitq.DeadLetterFilter;
import io.sitq.redis.RedisBackend;
import io.sitq.spi.Names;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which dead letters a command works on: those of the ids, or all that match. */
final class DeadSelection {
  @Parameters(
      arity = "0..*",
      paramLabel = "ID",
      description = "The tasks' ids, such as default:order-17")
  private Set<String> ids = new LinkedHashSet<>();

  @Option(
      names = "--all",
      description = "All that match the filters; without filters, all there are")
  private boolean all;

  @Mixin private DeadFilterOptions filter = new DeadFilterOptions();

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "With --all: at most this many, of each queue the newest first")
  private @Nullable Integer limit;

  /**
   * Refuses what can't be meant.
   *
   * @throws UsageException unless there are either ids or --all
   */
  void check() {
    if (all == !ids.isEmpty()) {
      throw new UsageException(
          all
              ? "ids and --all exclude each other: leave one out"
              : "which dead letters? Name their ids, or --all for all that match the filters");
    }
    if (!all && (filter.areSet() || limit != null)) {
      throw new UsageException("filters go with --all, not with ids: leave one out");
    }
    if (limit != null && limit < 1) {
      throw new UsageException("--limit must be at least 1, got " + limit);
    }
    ids.forEach(Names::queueOf);
    filter.check();
  }

  boolean isAll() {
    return all;
  }

  Set<String> ids() {
    return ids;
  }

  /** Acts on all that match, queue by queue; {@code act} says how many it were. */
  int forAll(RedisBackend backend, ToIntFunction<DeadLetterFilter> act) {
    List<DeadLetterFilter> filters = filter.filters(backend);
    int left = limit == null ? Integer.MAX_VALUE : limit;
    int done = 0;
    for (DeadLetterFilter each : filters) {
      if (left == 0) {
        break;
      }
      int count = act.applyAsInt(each.limit(left));
      done += count;
      left -= count;
    }
    return done;
  }
}
