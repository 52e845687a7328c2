/// How far a stage has progressed.
package struct ProgressEvent: Sendable, Hashable {
  /// What the event reports about its stage.
  package enum Phase: Sendable, Hashable {
    case began, advanced, ended
  }

  package var phase: Phase
  package var stage: StageName
  /// Units completed.
  package var done: Int
  /// Units expected in total; nil if unknown.
  package var total: Int?
  /// What is counted, in the plural: `rows`, `trees`.
  package var unit: String
  /// Seconds since the stage began.
  package var seconds: Double
  /// Seconds since counting of this unit began.
  package var unitSeconds: Double
}

extension ProgressEvent {
  /// Units per second; nil until some are completed and some time has passed.
  package var rate: Double? {
    done > 0 && unitSeconds > 0 ? Double(done) / unitSeconds : nil
  }

  /// Seconds until all units are completed at the rate so far; nil if the total or the rate is unknown.
  package var secondsLeft: Double? {
    guard let total, let rate else { return nil }
    return Double(max(0, total - done)) / rate
  }
}
