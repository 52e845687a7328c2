/// Which rules held, and which won, at the points.
struct RuleSightings {
  struct Pair: Hashable {
    let first: Int
    let second: Int
  }

  let names: [String]
  let pointCount: Int
  private(set) var held: Set<Int> = []
  /// For each rule that held somewhere: the rules that won there.
  private(set) var winners: [Int: Set<Int>] = [:]
  private(set) var overlaps: [Pair: Sighting] = [:]
  private(set) var gap: Sighting?

  init(_ holds: [[Bool]], names: [String], pointCount: Int) {
    self.names = names
    self.pointCount = pointCount
    for point in 0..<pointCount {
      see(holds.indices.filter { holds[$0][point] }, at: point)
    }
  }

  private mutating func see(_ rules: [Int], at point: Int) {
    guard let winner = rules.first else {
      gap.add(point)
      return
    }
    held.formUnion(rules)
    for (position, rule) in rules.enumerated() {
      winners[rule, default: []].insert(winner)
      for later in rules[(position + 1)...] where names[rule] != names[later] {
        overlaps[Pair(first: rule, second: later)].add(point)
      }
    }
  }
}

extension RuleSightings {
  func findings(_ example: (Int) -> SamplePoint) -> [RuleFinding] {
    let rules = 0..<(names.count - 1)
    let never = rules.filter { !held.contains($0) }
    let shadowed = rules.filter { held.contains($0) && !winners[$0, default: []].contains($0) }
    let pairs = overlaps.filter { !shadowed.contains($0.key.first) && !shadowed.contains($0.key.second) }
      .sorted { ($0.key.first, $0.key.second) < ($1.key.first, $1.key.second) }
    return never.map { .neverHolds(rule: $0) }
      + shadowed.map { .shadowed(rule: $0, by: winners[$0, default: []].sorted()) }
      + pairs.map {
        .overlap(
          first: $0.key.first, second: $0.key.second, share: share($0.value), example: example($0.value.point))
      }
      + (gap.map { [.gap(share: share($0), example: example($0.point))] } ?? [])
  }

  private func share(_ sighting: Sighting) -> Double { Double(sighting.count) / Double(pointCount) }
}

/// Where something was seen first, and how often.
struct Sighting {
  let point: Int
  var count: Int
}

extension Sighting? {
  fileprivate mutating func add(_ point: Int) {
    self = Sighting(point: self?.point ?? point, count: (self?.count ?? 0) + 1)
  }
}
