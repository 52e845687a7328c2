import Numerics
import Retention
import Testing

@Suite("Ideas of reasons")
struct IdeaTests {
  @Test(
    "an idea tells numbers of its own columns, with and without the whole history; only prices need the latter; segments are told by name"
  )
  func toldColumns() {
    for idea in Idea.allCases {
      for history in [false, true] {
        let told = idea.told(history: history)
        #expect(told.isEmpty == (idea == .segment || idea == .price && !history))
        for column in told {
          #expect(Idea(column: column) == idea && column < (history ? 60 : 33), "\(idea) \(column)")
        }
      }
    }
    let layout = ModelColumns(history: true, segments: ["A", "B"])
    #expect(Set((0..<60).map { Idea(column: $0, of: layout) }) == Set(Idea.allCases).subtracting([.segment]))
    #expect([60, 61].allSatisfy { Idea(column: $0, of: layout) == .segment } && Idea.count == 14)
    #expect(Idea(column: 33, of: ModelColumns(history: false, segments: ["A"])) == .segment)
  }

  @Test("what says the same in other words is one idea: both engagements, late orders, gaps")
  func groups() {
    #expect(Idea(column: Feature.engagement.rawValue) == Idea(column: Feature.engagementNormalized.rawValue))
    #expect(Idea(column: Feature.recencyDays.rawValue) == .recency && Idea(column: 33) == .recency)
    #expect(Idea(column: Feature.orders30d.rawValue) == .recency)
    #expect(Idea(column: Feature.recencyCadenceRatio.rawValue) == .rhythm)
    #expect(Idea(column: 33 + HistoryFeature.orders.rawValue) == .orders)
    #expect(Idea(column: 33 + HistoryFeature.netRevenue.rawValue) == .spend)
  }

  @Test("the largest effect comes first, whatever its sign, and is never left out; no idea comes twice")
  func strongest() {
    var random = PhiloxGenerator(seed: 11)
    for _ in 0..<500 {
      let effects = (0..<Idea.count).map { _ in random.uniform() < 0.3 ? 0 : 0.05 * random.normal() }
      let found = Idea.strongest(3, effects: effects, contributions: effects, least: 0.02)
      let sizes = effects.map(abs)
      guard let first = found.first else {
        #expect(sizes.allSatisfy { $0 == 0 })
        continue
      }
      #expect(sizes[first.rawValue] == sizes.max())
      #expect(Set(found).count == found.count && found.count <= 3)
      let told = found.map { sizes[$0.rawValue] }
      #expect(told == told.sorted(by: >) && told.dropFirst().allSatisfy { $0 >= 0.02 })
      let others = Idea.allCases.filter { !found.contains($0) }.map { sizes[$0.rawValue] }.max() ?? 0
      #expect(others <= (told.last ?? 0) && (found.count == 3 || others < 0.02))
    }
  }

  @Test("a first effect below the least is told; equal effects come by the size of the contribution, then in order")
  func ties() {
    var (effects, contributions) = ([Double](repeating: 0, count: 13), [Double](repeating: 0, count: 13))
    func strongest() -> [Idea] { Idea.strongest(3, effects: effects, contributions: contributions, least: 0.01) }
    #expect(strongest() == [])
    contributions[Idea.spend.rawValue] = -0.1
    #expect(strongest() == [.spend])
    contributions[Idea.basket.rawValue] = 0.2
    #expect(strongest() == [.basket])
    effects = effects.indices.map { contributions[$0] == 0 ? 0 : 0.5 }
    #expect(strongest() == [.basket, .spend])
    contributions[Idea.basket.rawValue] = -0.1
    #expect(strongest() == [.spend, .basket])
  }
}
