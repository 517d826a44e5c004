package io.sitq.kryo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sitq.json.JsonSerializer;
import io.sitq.spi.ByteSlice;
import io.sitq.spi.Envelope;
import io.sitq.spi.Serializer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What this release writes, held in a file of its own, and what every earlier one wrote, which is
 * read for ever: tasks that wait in Redis outlive deploys; and what records of users were before
 * they changed, in {@code earlier-records.txt}. {@code -Dsitq.golden.write=true} writes the file of
 * a release that is not out yet; the files of the others never change.
 */
class GoldenBytesTest {
  private static final Path RELEASES = Path.of("src/test/resources/io/sitq/golden");
  private static final Pattern VERSION = Pattern.compile("<version>([^<]+?)(-SNAPSHOT)?</version>");

  private final EnvelopeCodec envelopes = new EnvelopeCodec();
  private final Map<String, Serializer> serializers =
      Map.of("kryo", new KryoSerializer(), "json", new JsonSerializer());

  @Test
  void thisReleaseWritesTheBytesOfItsFile() throws IOException {
    Matcher version = VERSION.matcher(Files.readString(Path.of("pom.xml")));
    assertThat(version.find()).isTrue();
    Path file = RELEASES.resolve(version.group(1) + ".txt");
    if (Boolean.getBoolean("sitq.golden.write")) {
      assertThat(version.group(2)).as("%s is out: its bytes never change", file).isNotNull();
      Files.createDirectories(RELEASES);
      Files.write(file, written());
    }
    assertThat(file).as("of this release: write it with -Dsitq.golden.write=true").exists();
    assertThat(Files.readAllLines(file)).isEqualTo(written());
  }

  @Test
  void theBytesOfEveryReleaseAreRead() throws IOException {
    List<Path> files;
    try (Stream<Path> found = Files.list(RELEASES)) {
      files = found.toList();
    }
    assertThat(files).isNotEmpty();
    for (Path file : files) {
      for (String line : Files.readAllLines(file)) {
        assertRead(file + ": " + line, line.split(" ", 3));
      }
    }
  }

  /** A line for each value: codec, name, bytes. */
  private List<String> written() {
    List<String> lines = new ArrayList<>();
    GoldenSamples.values()
        .forEach(
            (name, sample) -> {
              for (String codec : List.of("kryo", "json")) {
                byte[] bytes =
                    serializers.get(codec).codecFor(sample.type(), name).encode(sample.value());
                lines.add(
                    String.join(
                        " ",
                        codec,
                        name,
                        codec.equals("json")
                            ? new String(bytes, UTF_8)
                            : HexFormat.of().formatHex(bytes)));
              }
            });
    GoldenSamples.envelopes()
        .forEach(
            (name, envelope) ->
                lines.add(
                    "envelope "
                        + name
                        + ' '
                        + HexFormat.of().formatHex(envelopes.encode(envelope))));
    return lines;
  }

  private void assertRead(String line, String[] words) {
    String name = words[1];
    if (words[0].equals("envelope")) {
      Envelope expected = GoldenSamples.envelopes().get(name);
      byte[] bytes = HexFormat.of().parseHex(words[2]);
      Envelope read = envelopes.decode(expected.id(), expected.task(), ByteSlice.of(bytes));
      assertThat(read)
          .as(line)
          .usingRecursiveComparison()
          .ignoringFields("payload")
          .isEqualTo(expected);
      assertThat(read.payload().toByteArray()).as(line).isEqualTo(expected.payload().toByteArray());
      return;
    }
    GoldenSamples.Value expected = GoldenSamples.values().get(name);
    expected = expected == null ? GoldenSamples.earlier().get(name) : expected;
    assertThat(expected).as("%s: no sample of this name", line).isNotNull();
    byte[] bytes =
        words[0].equals("json") ? words[2].getBytes(UTF_8) : HexFormat.of().parseHex(words[2]);
    Object read =
        serializers.get(words[0]).codecFor(expected.type(), name).decode(ByteSlice.of(bytes));
    assertThat(read)
        .as(line)
        .usingRecursiveComparison()
        .withEqualsForType(Float::equals, Float.class) // which knows NaN
        .isEqualTo(expected.value());
  }
}
