import Synchronization

/// Counts how far the current stage has come, draws it where somebody watches, and tells an observer.
///
/// May be called from any thread. On a terminal it redraws at most ten times a second.
public final class ProgressReporter: Sendable {
  private struct Current {
    var event: ProgressEvent
    let began: Duration
    var drawn: Duration
  }

  private let console: Console?
  private let now: @Sendable () -> Duration
  private let observer: (@Sendable (ProgressEvent) -> Void)?
  private let current = Mutex<Current?>(nil)
  private static let pause = Duration.milliseconds(100)

  /// - Parameters:
  ///   - console: where to draw; nil, or one that is no terminal, draws nothing.
  ///   - now: a clock that never goes back.
  ///   - observer: told at the beginning, at the end, and at most ten times a second in between; called under a lock,
  ///     so it must be quick and must not report progress itself.
  public init(
    console: Console? = nil, now: @escaping @Sendable () -> Duration = ProgressReporter.uptime,
    observer: (@Sendable (ProgressEvent) -> Void)? = nil
  ) {
    self.console = console
    self.now = now
    self.observer = observer
  }

  /// Says nothing to nobody.
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
      let event = ProgressEvent(phase: .began, stage: stage, done: 0, total: total, unit: unit, seconds: 0)
      current = Current(event: event, began: time, drawn: time)
      show(event)
    }
  }

  /// A stage often learns how much there is to do only after it began.
  public func setTotal(_ total: Int, unit: String) {
    current.withLock { current in
      current?.event.total = total
      current?.event.unit = unit
    }
  }

  public func advance(by count: Int = 1) {
    let time = now()
    current.withLock { current in
      guard current != nil else { return }
      current!.event.done += count
      guard time - current!.drawn >= Self.pause else { return }
      current!.drawn = time
      current!.event.phase = .advanced
      current!.event.seconds = (time - current!.began).seconds
      show(current!.event)
    }
  }

  /// Ends the current stage, if there is one, and removes the line.
  public func end() {
    let time = now()
    current.withLock { current in
      guard var last = current else { return }
      last.event.phase = .ended
      last.event.seconds = (time - last.began).seconds
      observer?(last.event)
      console?.setStatus("")
      current = nil
    }
  }

  private func show(_ event: ProgressEvent) {
    observer?(event)
    if let console, console.isTerminal { console.setStatus(event.text(width: console.width)) }
  }
}

extension Duration {
  var seconds: Double {
    Double(components.seconds) + Double(components.attoseconds) * 1e-18
  }
}
