import Numerics
import Retention
import Testing

@Suite("What customers who lapsed brought all the same") struct LapsedValueTests {
  @Test("is found beside those who stayed with the same expected value, whatever the two groups are worth")
  func known() throws {
    var random = PhiloxGenerator(seed: 5)
    var (values, expected, lapsed) = ([Double](), [Double](), [Bool]())
    for _ in 0..<20_000 {
      let worth = Double(1 + random.index(below: 20))
      // Those who are worth more lapse less often.
      let isLapsed = random.uniform() < 1 / (1 + worth / 5)
      expected.append(worth)
      lapsed.append(isLapsed)
      values.append(worth * (isLapsed ? 0.2 : 1) * (0.5 + random.uniform()))
    }
    let share = try #require(lapsedValueShare(values: values, expected: expected, lapsed: lapsed))
    #expect(abs(share - 0.2) < 0.01)
  }

  @Test("is unknown where nobody lapsed, nobody stayed, or those who stayed brought nothing")
  func unknown() {
    #expect(lapsedValueShare(values: [1, 2], expected: [1, 2], lapsed: [false, false]) == nil)
    #expect(lapsedValueShare(values: [1, 2], expected: [1, 2], lapsed: [true, true]) == nil)
    #expect(lapsedValueShare(values: [], expected: [], lapsed: []) == nil)
    let nothing = lapsedValueShare(
      values: [Double](repeating: 0, count: 100), expected: [Double](repeating: 3, count: 100),
      lapsed: (0..<100).map { $0 % 2 == 0 })
    #expect(nothing == nil)
  }
}
