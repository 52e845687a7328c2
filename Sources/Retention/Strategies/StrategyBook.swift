package import Settings

/// A strategy for each segment, and one for segments that the book does not know.
package struct StrategyBook: Sendable, Hashable {
  /// Each segment once.
  package let strategies: [SegmentStrategy]
  /// For segments that the book does not name.
  package let fallback: SegmentStrategy

  /// - Parameter strategies: each segment once.
  package init(_ strategies: [SegmentStrategy], fallback: SegmentStrategy = .unknownSegment) {
    precondition(Set(strategies.map(\.segment)).count == strategies.count, "a segment occurs twice")
    self.strategies = strategies
    self.fallback = fallback
  }
}

extension StrategyBook {
  /// The strategy for a segment, else for its name without a number (`At Risk 2`), else the fallback.
  package func strategy(for segment: String) -> SegmentStrategy {
    let found = own(segment) ?? own(withoutNumber(segment)) ?? fallback
    return SegmentStrategy(
      segment: segment, priority: found.priority, goal: found.goal, actions: found.actions, campaign: found.campaign,
      budgetLevel: found.budgetLevel)
  }

  /// This book with `others` in place of those for the same segments, or added at the end.
  package func overlaid(with others: [SegmentStrategy]) -> StrategyBook {
    let replaced = Dictionary(others.map { ($0.segment, $0) }) { _, last in last }
    let known = Set(strategies.map(\.segment))
    let kept = strategies.map { replaced[$0.segment] ?? $0 }
    let added = others.filter { !known.contains($0.segment) }
    return StrategyBook(kept + added, fallback: fallback)
  }

  /// This book with the strategies of the settings laid over it.
  package func overlaid(with configured: NamedValues<ConfiguredStrategy>) -> StrategyBook {
    overlaid(with: configured.entries.map { SegmentStrategy(segment: $0.name, $0.value) })
  }

  private func own(_ segment: String) -> SegmentStrategy? {
    strategies.first { $0.segment == segment }
  }

  private func withoutNumber(_ segment: String) -> String {
    guard let space = segment.lastIndex(of: " ") else { return segment }
    let number = segment[segment.index(after: space)...]
    return !number.isEmpty && number.utf8.allSatisfy { (48...57).contains($0) } ? String(segment[..<space]) : segment
  }
}
