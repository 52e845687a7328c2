import Foundation

extension CommonOptions {
  /// Standard error, coloured as asked for.
  public var console: Console {
    let isTerminal = Terminal.isTerminal(STDERR_FILENO)
    return .standardError(
      style: color.style(isTerminal: isTerminal, environment: ProcessInfo.processInfo.environment))
  }

  /// A log that says on `console` what `--quiet` or `--verbose` ask for.
  public func log(on console: Console) -> EventLog {
    EventLog(console: console, verbosity: verbosity)
  }

  /// Draws on `console` where that is a terminal, and never with `--quiet`.
  ///
  /// - Parameter observer: told about progress in any case.
  public func progress(on console: Console, observer: (@Sendable (ProgressEvent) -> Void)? = nil) -> ProgressReporter {
    ProgressReporter(console: verbosity == .quiet ? nil : console, observer: observer)
  }
}
