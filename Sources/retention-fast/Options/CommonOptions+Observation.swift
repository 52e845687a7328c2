package import CommandParsing
import Foundation
package import Numerics
package import Runs

extension CommonOptions {
  /// Standard error, colored as `--color` asks for.
  package var console: Console {
    let isTerminal = Terminal.isTerminal(STDERR_FILENO)
    return .standardError(
      style: color.style(isTerminal: isTerminal, environment: ProcessInfo.processInfo.environment))
  }

  /// A log that prints entries on `console` down to the level that `--quiet` or `--verbose` asks for.
  package func log(on console: Console) -> EventLog { EventLog(console: console, verbosity: verbosity) }

  /// Progress that is drawn on `console` if it is a terminal, and never with `--quiet`.
  package func progress(on console: Console) -> ProgressReporter {
    verbosity == .quiet ? .silent : ProgressReporter(console: console)
  }

  /// The context for work outside of runs, which Ctrl-C stops.
  ///
  /// - Parameter progress: receives the progress; nil for none.
  package func execution(_ progress: ProgressReporter? = nil) -> ExecutionContext {
    ExecutionContext(
      parallelism: threads.map { Parallelism(threads: $0) } ?? .allCores, cancellation: ProcessSignals.cancellation,
      progress: progress?.sink ?? .none)
  }
}
