public import Numerics
import Synchronization

/// Counts how far the current stage has come, and tells an observer.
///
/// May be called from any thread. The observer hears of a stage's beginning and end, and at most ten times a second in
/// between.
public final class ProgressReporter: Sendable {
  public typealias Observer = @Sendable (ProgressEvent) -> Void

  private struct Current {
    var event: ProgressEvent
    let began: Duration
    var unitBegan: Duration
    var reported: Duration

    mutating func setTimes(_ time: Duration) {
      event.seconds = (time - began).seconds
      event.unitSeconds = (time - unitBegan).seconds
    }
  }

  private let now: @Sendable () -> Duration
  private let observer: Observer?
  private let current = Mutex<Current?>(nil)
  private static let pause = Duration.milliseconds(100)

  /// - Parameters:
  ///   - now: a time that never goes back.
  ///   - observer: called under a lock, so it must be quick and must not report progress itself.
  public init(now: @escaping @Sendable () -> Duration = ProgressReporter.uptime, observer: Observer? = nil) {
    self.now = now
    self.observer = observer
  }

  /// Nobody watches.
  public static let silent = ProgressReporter()

  private static let start = ContinuousClock.now

  /// Since this was first asked.
  public static let uptime: @Sendable () -> Duration = { ContinuousClock.now - start }
}

extension ProgressReporter {
  /// - Parameter total: how many `unit`s there are, where known.
  public func begin(_ stage: StageName, total: Int? = nil, unit: String = "rows") {
    let time = now()
    current.withLock { current in
      let event = ProgressEvent(
        phase: .began, stage: stage, done: 0, total: total, unit: unit, seconds: 0, unitSeconds: 0)
      current = Current(event: event, began: time, unitBegan: time, reported: time)
      observer?(event)
    }
  }

  /// More units are to come, or fewer where `count` is negative; a unit other than the last one starts a new count.
  public func expect(_ count: Int, unit: String) {
    let time = now()
    current.withLock { current in
      guard current != nil else { return }
      if current!.event.unit != unit {
        current!.event.unit = unit
        (current!.event.done, current!.event.total) = (0, nil)
        current!.unitBegan = time
      }
      current!.event.total = (current!.event.total ?? 0) + count
      report(&current!, time)
    }
  }

  public func advance(by count: Int = 1) {
    let time = now()
    current.withLock { current in
      guard current != nil else { return }
      current!.event.done += count
      report(&current!, time)
    }
  }

  /// Ends the current stage, if there is one.
  public func end() {
    let time = now()
    current.withLock { current in
      guard var last = current else { return }
      last.event.phase = .ended
      last.setTimes(time)
      observer?(last.event)
      current = nil
    }
  }

  /// For work that knows nothing of stages.
  public var sink: ProgressSink {
    ProgressSink { [self] update in
      switch update {
      case .expect(let count, let unit): expect(count, unit: unit)
      case .advance(let count): advance(by: count)
      }
    }
  }

  private func report(_ current: inout Current, _ time: Duration) {
    guard time - current.reported >= Self.pause else { return }
    current.reported = time
    current.event.phase = .advanced
    current.setTimes(time)
    observer?(current.event)
  }
}

extension Duration {
  public var seconds: Double {
    Double(components.seconds) + Double(components.attoseconds) * 1e-18
  }
}
