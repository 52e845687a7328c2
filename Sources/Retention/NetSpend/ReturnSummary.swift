import Numerics

/// What returns were matched to, in lines and in money: taken + unmatched = returned, exactly.
package struct ReturnSummary: Sendable, Equatable {
  /// Return lines.
  package internal(set) var lines = 0
  /// Value of all of them.
  package internal(set) var returned = Money.zero
  /// Value that came off purchases, by `ReturnStep`.
  package internal(set) var taken = [Money](repeating: .zero, count: ReturnStep.allCases.count)
  /// Lines of which a part came off nothing: more was returned than was bought before.
  package internal(set) var unmatchedLines = 0
  /// Value of these parts.
  package internal(set) var unmatched = Money.zero
  /// The largest of these parts, the first where several are as large; nil if everything was matched.
  package internal(set) var largest: Unmatched?

  /// A part of a return line that came off nothing.
  package struct Unmatched: Sendable, Equatable {
    /// Its place in `CustomerHistories.lines`.
    package let line: Int32
    package let value: Money
  }

  package init() {}

  /// Value that came off purchases in one step.
  package func taken(_ step: ReturnStep) -> Money { taken[Int(step.rawValue)] }

  /// Value that came off purchases.
  package var allTaken: Money { taken.reduce(.zero, +) }

  mutating func add(_ amount: Int64, _ step: ReturnStep) {
    taken[Int(step.rawValue)] += Money(micros: Int128(amount))
  }

  /// Adds a return line once its parts are.
  mutating func add(line: Int, returned: Int64, unmatched rest: Int64) {
    lines += 1
    self.returned += Money(micros: Int128(returned))
    guard rest > 0 else { return }
    unmatchedLines += 1
    let value = Money(micros: Int128(rest))
    unmatched += value
    keepLargest(Unmatched(line: Int32(truncatingIfNeeded: line), value: value))
  }

  private mutating func keepLargest(_ other: Unmatched) {
    if let largest, largest.value >= other.value { return }
    largest = other
  }
}

extension ReturnSummary: Mergeable {
  package mutating func merge(_ other: ReturnSummary) {
    lines += other.lines
    returned += other.returned
    for step in taken.indices { taken[step] += other.taken[step] }
    unmatchedLines += other.unmatchedLines
    unmatched += other.unmatched
    if let largest = other.largest { keepLargest(largest) }
  }
}
