/// Names of a naming that nobody in a run has: a rule that may have been meant for another shop.
package struct UnmatchedNames: Sendable, Hashable {
  /// In the order of the rules, each once.
  package let names: [String]
  private let naming: String
  private let rowNoun: String
  private let all: Int

  /// - Parameter found: names that were given.
  package init(of naming: any SegmentNaming, found: some Sequence<String>) {
    let found = Set(found)
    var seen: Set<String> = []
    // That nobody has returns alone says nothing about the rule.
    let possible = naming.rules.map(\.name).filter { $0 != RelativeNaming.noNetPurchase && seen.insert($0).inserted }
    names = possible.filter { !found.contains($0) }
    all = possible.count
    self.naming = naming.name
    rowNoun = naming.granularity == .cluster ? "cluster" : "customer"
  }

  /// Without a full stop; nil if every name is somebody's.
  package var sentence: String? {
    guard !names.isEmpty else { return nil }
    return "the naming \(naming) has \(all) names, and \(names.joined(separator: ", ")) "
      + "\(names.count == 1 ? "matches" : "match") no \(rowNoun) of this run"
  }
}
