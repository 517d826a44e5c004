package io.sitq.kryo;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * What {@code bin/fuzz --coverage} drives: Jazzer keeps the inputs that reach new code and changes
 * those further. An input is the number of a {@link FuzzTarget} in two bytes, then what it reads.
 */
public final class CoverageFuzzer {
  private static final List<FuzzTarget> TARGETS = FuzzTarget.all();

  private CoverageFuzzer() {}

  /** Called by Jazzer first: so the targets are made before the first input's time is taken. */
  public static void fuzzerInitialize() {
    if (TARGETS.isEmpty()) {
      throw new IllegalStateException("there is nothing to read");
    }
  }

  /**
   * Called by Jazzer for each input; what it throws is a finding, as is running out of time or
   * memory.
   */
  public static void fuzzerTestOneInput(byte[] input) {
    if (input.length >= Short.BYTES) {
      int number = Short.toUnsignedInt(ByteBuffer.wrap(input).getShort());
      byte[] bytes = Arrays.copyOfRange(input, Short.BYTES, input.length);
      TARGETS.get(number % TARGETS.size()).accepts(bytes);
    }
  }

  /** Writes the valid bytes of all targets to the directory {@code args[0]}, to begin with. */
  public static void main(String[] args) throws IOException {
    Path directory = Files.createDirectories(Path.of(args[0]));
    for (int number = 0; number < TARGETS.size(); number++) {
      byte[] valid = TARGETS.get(number).valid();
      byte[] input =
          ByteBuffer.allocate(Short.BYTES + valid.length)
              .putShort((short) number)
              .put(valid)
              .array();
      Files.write(directory.resolve("valid-" + number), input);
    }
  }
}
