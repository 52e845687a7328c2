import Numerics
import Testing

@Suite struct OrderStatisticTests {
  @Test("the values that sorting puts at each rank, ties and orders of all kinds included")
  func sorting() {
    var random = PhiloxGenerator(seed: 5)
    for count in [1, 2, 3, 4, 7, 50, 401] {
      let samples = [
        (0..<count).map { _ in random.uniform() }, (0..<count).map { _ in Double(random.index(below: 4)) },
        (0..<count).map { Double($0) }, (0..<count).map { Double(-$0) }, [Double](repeating: 7, count: count),
        (0..<count).map { _ in random.index(below: 2) == 0 ? .infinity : random.normal() },
      ]
      for sample in samples {
        let sorted = sample.sorted()
        for rank in 0..<count {
          var values = sample
          #expect(orderStatistic(rank, of: &values) == sorted[rank])
          #expect(values.sorted() == sorted)
        }
        for probability in [0, 0.25, 0.5, 0.731, 1] {
          let (found, expected) = (quantile(probability, of: sample), quantile(probability, ofSorted: sorted))
          #expect(found?.bitPattern == expected?.bitPattern)
        }
      }
    }
  }
}
