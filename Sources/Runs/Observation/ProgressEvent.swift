/// How far a stage has come.
public struct ProgressEvent: Sendable, Hashable {
  public enum Phase: Sendable, Hashable {
    case began, advanced, ended
  }

  public var phase: Phase
  public var stage: StageName
  /// Units that are done.
  public var done: Int
  /// Units there will be; nil where nobody knows.
  public var total: Int?
  /// What is counted, in the plural: `rows`, `trees`.
  public var unit: String
  /// Since the stage began.
  public var seconds: Double
  /// Since counting of this unit began.
  public var unitSeconds: Double
}

extension ProgressEvent {
  /// Units a second; nil before there is anything to divide.
  public var rate: Double? {
    done > 0 && unitSeconds > 0 ? Double(done) / unitSeconds : nil
  }

  /// Seconds until all units are done, at the rate so far; nil where the total or the rate is unknown.
  public var secondsLeft: Double? {
    guard let total, let rate else { return nil }
    return Double(max(0, total - done)) / rate
  }
}
