/// How far a stage has progressed.
public struct ProgressEvent: Sendable, Hashable {
  /// What the event reports about its stage.
  public enum Phase: Sendable, Hashable {
    case began, advanced, ended
  }

  public var phase: Phase
  public var stage: StageName
  /// Units completed.
  public var done: Int
  /// Units expected in total; nil if unknown.
  public var total: Int?
  /// What is counted, in the plural: `rows`, `trees`.
  public var unit: String
  /// Seconds since the stage began.
  public var seconds: Double
  /// Seconds since counting of this unit began.
  public var unitSeconds: Double
}

extension ProgressEvent {
  /// Units per second; nil until some are completed and some time has passed.
  public var rate: Double? {
    done > 0 && unitSeconds > 0 ? Double(done) / unitSeconds : nil
  }

  /// Seconds until all units are completed at the rate so far; nil if the total or the rate is unknown.
  public var secondsLeft: Double? {
    guard let total, let rate else { return nil }
    return Double(max(0, total - done)) / rate
  }
}
