package import CommandParsing
package import Runs
import Text

extension EventLog {
  /// A log whose entries also appear on a console, as far as `verbosity` wants them.
  package convenience init(console: Console, verbosity: Verbosity) {
    let shown = verbosity.shownLevel
    self.init(listener: { entry in
      if entry.level >= shown { console.line(entry.text(console.style)) }
    })
  }
}

extension ProgressReporter {
  /// Draws a line at the bottom of a terminal; elsewhere nothing.
  ///
  /// - Parameter now: a time that never goes back.
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
