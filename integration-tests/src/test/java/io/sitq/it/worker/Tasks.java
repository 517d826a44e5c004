package io.sitq.it.worker;

import io.sitq.Task;
import io.sitq.TaskName;
import java.io.Serializable;
import java.util.List;

/** The tasks of these tests. */
final class Tasks {
  private Tasks() {}

  @TaskName("divide")
  record Divide(int a, int b) implements Task<Integer> {}

  @TaskName("say")
  record Say(String text) implements Task<String> {}

  @TaskName("list")
  record ListNumbers(int count) implements Task<List<Integer>> {}

  @TaskName("note")
  record Note(String text) implements Task<Void> {}

  @TaskName("fail")
  record Fail(String how) implements Task<String> {}

  @TaskName("bulk")
  @SuppressWarnings("ArrayRecordComponent") // compared by nobody
  record Bulk(byte[] bytes) implements Task<byte[]> {}

  /** A type that no serializer takes. */
  interface Opaque extends Serializable {}

  @TaskName("opaque")
  record HasOpaque(Opaque opaque) implements Task<Void> {}

  /** A chain, as long as one likes. */
  record Link(Link next) {}

  @TaskName("chain")
  record Chain(int links) implements Task<Link> {}
}
