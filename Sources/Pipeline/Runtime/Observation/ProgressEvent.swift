/// How far a stage has come.
public struct ProgressEvent: Sendable, Hashable {
  public enum Phase: Sendable, Hashable {
    case began, advanced, ended
  }

  public var phase: Phase
  public var stage: StageName
  public var done: Int
  /// Nil where nobody knows.
  public var total: Int?
  /// What is counted, in the plural: `rows`, `trees`.
  public var unit: String
  /// Since the stage began.
  public var seconds: Double
}

extension ProgressEvent {
  /// Units a second; nil before there is anything to divide.
  public var rate: Double? {
    done > 0 && seconds > 0 ? Double(done) / seconds : nil
  }

  /// Seconds until the end at the rate so far; nil where the total or the rate is unknown.
  public var secondsLeft: Double? {
    guard let total, let rate else { return nil }
    return Double(max(0, total - done)) / rate
  }
}
