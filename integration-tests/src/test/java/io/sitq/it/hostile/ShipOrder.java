package io.sitq.it.hostile;

import io.sitq.Task;
import io.sitq.TaskName;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A task with something of everything that a payload can go wrong in. */
@TaskName("ship-order")
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
record ShipOrder(
    int number,
    List<Line> lines,
    Map<String, Integer> stock,
    Set<Place> places,
    List<List<String>> notes,
    byte[] label)
    implements Task<Integer> {
  record Line(String sku, int count) {}

  record Place(int shelf, int row) {}

  static ShipOrder number(int number) {
    Place place = new Place(number, 1);
    return new ShipOrder(
        number,
        List.of(new Line("a-1", 3), new Line("b-2", 1)),
        Map.of("a-1", 5),
        Set.of(place, new Place(2, 3)),
        List.of(List.of("fragile")),
        new byte[] {1, 2, 3});
  }
}
