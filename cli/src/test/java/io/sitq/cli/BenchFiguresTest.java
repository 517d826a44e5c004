package io.sitq.cli;

import static io.sitq.cli.BenchFigures.Figure.BACKLOG_RATIO;
import static io.sitq.cli.BenchFigures.Figure.PROCESS;
import static io.sitq.cli.BenchFigures.Figure.ROUNDTRIP_P50;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class BenchFiguresTest {
  private final BenchFigures figures = new BenchFigures();

  @Test
  void aFigureIsTheMedianOfItsRounds() {
    assertThat(BenchFigures.median(List.of(5.0))).isEqualTo(5);
    assertThat(BenchFigures.median(List.of(9.0, 1.0, 2.0))).isEqualTo(2);
    assertThat(BenchFigures.median(List.of(4.0, 9.0, 1.0, 2.0))).isEqualTo(3);
  }

  @Test
  void linesAreInOneOrderWithTheDecimalsThatMeanSomething() {
    figures.add(BACKLOG_RATIO, 0.967);
    figures.add(ROUNDTRIP_P50, 0.29049);
    figures.add(PROCESS, 61_234.6);

    assertThat(figures.lines())
        .containsExactly(
            "sitq.process 61235", "sitq.roundtrip_ms_p50 0.290", "sitq.backlog_ratio 0.97");
  }

  @Test
  void jsonIsOneObjectOfNumbers() {
    figures.add(ROUNDTRIP_P50, 0.29049);
    figures.add(PROCESS, 1_234_567.8);

    assertThat(Json.text(figures.json()))
        .isEqualTo("{\"sitq.process\":1234568,\"sitq.roundtrip_ms_p50\":0.290}");
  }
}
