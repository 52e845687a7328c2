import Numerics
import Retention

/// Puts plugins on made data and finds what they break of their kind's contract.
public struct ContractCheck: Sendable {
  let data: ContractData

  /// - Parameter seed: of the made data; the same seed gives the same verdict.
  public init(seed: UInt64 = 1) { data = ContractData(seed: seed) }
}

/// A rule that a plugin breaks.
public struct ContractBreach: Sendable, Hashable, CustomStringConvertible {
  /// What must hold, as a sentence without a full stop.
  public let rule: String
  /// What was found instead; empty where the rule says it all.
  public let finding: String

  public var description: String { finding.isEmpty ? rule : "\(rule): \(finding)" }
}

/// Collects breaches of one plugin.
struct Verdict {
  private(set) var breaches: [ContractBreach] = []

  mutating func require(_ holds: Bool, _ rule: String, _ finding: @autoclosure () -> String = "") {
    if !holds { breaches.append(ContractBreach(rule: rule, finding: finding())) }
  }

  /// A step that must not fail.
  ///
  /// - Returns: nil where it did, which is a breach of its own.
  mutating func attempt<Value>(_ rule: String, _ body: () throws -> Value) -> Value? {
    do { return try body() } catch {
      breaches.append(ContractBreach(rule: rule, finding: "\(error)"))
      return nil
    }
  }
}
