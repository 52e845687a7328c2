package import Numerics
import Synchronization

/// Tracks the progress of the current stage and notifies an observer.
///
/// Can be called from any thread. The observer is called when a stage begins and ends, and at most ten times per second
/// in between.
package final class ProgressReporter: Sendable {
  /// Receives progress events.
  package typealias Observer = @Sendable (ProgressEvent) -> Void

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
  private static let minimumInterval = Duration.milliseconds(100)

  /// - Parameters:
  ///   - now: a monotonic clock.
  ///   - observer: called under a lock, so it must be fast and must not report progress itself.
  package init(now: @escaping @Sendable () -> Duration = ProgressReporter.uptime, observer: Observer? = nil) {
    self.now = now
    self.observer = observer
  }

  /// A reporter without an observer.
  package static let silent = ProgressReporter()

  private static let start = ContinuousClock.now

  /// A monotonic clock: the time since its first reading in this process.
  package static let uptime: @Sendable () -> Duration = {
    let began = ProgressReporter.start
    return ContinuousClock.now - began
  }
}

extension ProgressReporter {
  /// Begins a stage, in place of the current one.
  ///
  /// - Parameters:
  ///   - total: the number of units, if known.
  ///   - unit: what is counted, in the plural.
  package func begin(_ stage: StageName, total: Int? = nil, unit: String = "rows") {
    let time = now()
    current.withLock { current in
      let event = ProgressEvent(
        phase: .began, stage: stage, done: 0, total: total, unit: unit, seconds: 0, unitSeconds: 0)
      current = Current(event: event, began: time, unitBegan: time, reported: time)
      observer?(event)
    }
  }

  /// Adds `count`, which may be negative, to the expected total. A unit other than the current one starts a new count.
  package func expect(_ count: Int, unit: String) {
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

  /// Counts completed units; ignored outside stages.
  package func advance(by count: Int = 1) {
    let time = now()
    current.withLock { current in
      guard current != nil else { return }
      current!.event.done += count
      report(&current!, time)
    }
  }

  /// Ends the current stage, if there is one.
  package func end() {
    let time = now()
    current.withLock { current in
      guard var last = current else { return }
      last.event.phase = .ended
      last.setTimes(time)
      observer?(last.event)
      current = nil
    }
  }

  /// Reports to the current stage, for code that does not know about stages.
  package var sink: ProgressSink {
    ProgressSink { [self] update in
      switch update {
      case .expect(let count, let unit): expect(count, unit: unit)
      case .advance(let count): advance(by: count)
      }
    }
  }

  private func report(_ current: inout Current, _ time: Duration) {
    guard time - current.reported >= Self.minimumInterval else { return }
    current.reported = time
    current.event.phase = .advanced
    current.setTimes(time)
    observer?(current.event)
  }
}

extension Duration {
  /// The duration in seconds, with fraction.
  package var seconds: Double {
    Double(components.seconds) + Double(components.attoseconds) * 1e-18
  }
}
