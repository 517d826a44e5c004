package io.sitq.testkit;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.PullImageResultCallback;
import com.github.dockerjava.api.exception.NotFoundException;
import java.io.IOException;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.dockerclient.DockerClientProviderStrategy;
import org.testcontainers.utility.DockerImageName;
import org.testcontainers.utility.ImageNameSubstitutor;

/**
 * The engine that Testcontainers found. A client beside Testcontainers' own, which pulls the image
 * of its cleaner on first use and repeats a failing pull for two minutes: without a registry that
 * is two minutes for nothing.
 */
final class DockerEngine implements AutoCloseable {
  private final DockerClient client;

  private DockerEngine(DockerClient client) {
    this.client = client;
  }

  /**
   * @throws IllegalStateException if no engine answers
   */
  static DockerEngine connect() {
    return new DockerEngine(
        DockerClientProviderStrategy.getClientForConfig(
            DockerClientFactory.instance().getTransportConfig()));
  }

  /** Whether the engine has it already. */
  boolean has(DockerImageName image) {
    try {
      client.inspectImageCmd(substituted(image).asCanonicalNameString()).exec();
      return true;
    } catch (NotFoundException e) {
      return false;
    }
  }

  /** One try, no repeats. */
  void pull(DockerImageName image) throws InterruptedException {
    DockerImageName name = substituted(image);
    client
        .pullImageCmd(name.getUnversionedPart())
        .withTag(name.getVersionPart())
        .exec(new PullImageResultCallback())
        .awaitCompletion();
  }

  /** The name under which Testcontainers will look for it: a site may have a mirror. */
  private static DockerImageName substituted(DockerImageName image) {
    return ImageNameSubstitutor.instance().apply(image);
  }

  @Override
  public void close() throws IOException {
    client.close();
  }
}
