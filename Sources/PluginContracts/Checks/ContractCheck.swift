import Numerics
import Retention

/// Runs plugins on synthetic data and reports which rules of their kind's contract they break.
package struct ContractCheck: Sendable {
  let data: ContractData

  /// - Parameter seed: seed of the synthetic data; the same seed gives the same result.
  package init(seed: UInt64 = 1) { data = ContractData(seed: seed) }
}

/// A rule that a plugin breaks.
package struct ContractBreach: Sendable, Hashable, CustomStringConvertible {
  /// What must hold, as a sentence without a period at the end.
  package let rule: String
  /// What was found instead; empty if the rule alone says enough.
  package let finding: String

  /// The rule, and the finding if there is one.
  package var description: String { finding.isEmpty ? rule : "\(rule): \(finding)" }
}

/// Collects the breaches of one plugin.
struct Verdict {
  private(set) var breaches: [ContractBreach] = []

  /// Records a breach of `rule` unless `holds`.
  mutating func require(_ holds: Bool, _ rule: String, _ finding: @autoclosure () -> String = "") {
    if !holds { breaches.append(ContractBreach(rule: rule, finding: finding())) }
  }

  /// Runs a step that must not throw.
  ///
  /// - Returns: nil if it threw, which counts as a breach of `rule`.
  mutating func attempt<Value>(_ rule: String, _ body: () throws -> Value) -> Value? {
    do { return try body() } catch {
      breaches.append(ContractBreach(rule: rule, finding: "\(error)"))
      return nil
    }
  }
}
