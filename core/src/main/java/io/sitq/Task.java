package io.sitq;

/**
 * A unit of work: a record whose components are the arguments, and whose {@code R} is the type of
 * the result.
 *
 * <pre>{@code
 * @TaskName("divide")
 * public record Divide(int a, int b) implements Task<Integer> {}
 * }</pre>
 *
 * <p>A task class is a concrete, non-generic, named record. Its components and {@code R} are made
 * of primitives, JDK value types, enums, records, sealed interfaces of these, and lists, sets,
 * maps, optionals and arrays of them. A task without a result implements {@code Task<Void>}.
 *
 * @param <R> the type of the result
 */
public interface Task<R> {}
