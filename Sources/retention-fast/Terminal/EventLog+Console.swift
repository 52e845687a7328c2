package import CommandParsing
package import Runs
import Text

extension EventLog {
  /// A log whose entries also appear on a console, down to the level that `verbosity` shows.
  package convenience init(console: Console, verbosity: Verbosity) {
    let shown = verbosity.shownLevel
    self.init(listener: { entry in
      if entry.level >= shown { console.line(entry.text(console.style)) }
    })
  }
}

extension ProgressReporter {
  /// Progress that is drawn as a status line on a terminal, and not at all elsewhere.
  ///
  /// - Parameter now: a monotonic clock.
  package convenience init(console: Console, now: @escaping @Sendable () -> Duration = ProgressReporter.uptime) {
    guard console.isTerminal else {
      self.init(now: now)
      return
    }
    self.init(now: now) { event in
      console.setStatus(event.phase == .ended ? "" : event.text(width: console.width))
    }
  }
}

extension Verbosity {
  fileprivate var shownLevel: EventLog.Level {
    switch self {
    case .quiet: .error
    case .normal: .info
    case .verbose: .debug
    }
  }
}

extension EventLog.Entry {
  /// The line that is printed: stage, mark of the level, and message.
  fileprivate func text(_ style: TextStyle) -> String {
    let place = stage.map { style(.faint, $0.rawValue.padded(to: 9)) + " " } ?? ""
    switch level {
    case .debug: return place + style(.faint, message)
    case .info: return place + message
    case .warning: return place + style(.warning, "warning: ") + message
    case .error: return place + style(.failure, "error: ") + message
    }
  }
}
