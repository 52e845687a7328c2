package import CommandParsing
import Foundation
package import Numerics
package import Runs

extension CommonOptions {
  /// Standard error, coloured as asked for.
  package var console: Console {
    let isTerminal = Terminal.isTerminal(STDERR_FILENO)
    return .standardError(
      style: color.style(isTerminal: isTerminal, environment: ProcessInfo.processInfo.environment))
  }

  /// A log that says on `console` what `--quiet` or `--verbose` ask for.
  package func log(on console: Console) -> EventLog { EventLog(console: console, verbosity: verbosity) }

  /// Draws on `console` where that is a terminal, and never with `--quiet`.
  package func progress(on console: Console) -> ProgressReporter {
    verbosity == .quiet ? .silent : ProgressReporter(console: console)
  }

  /// For work outside of runs; Ctrl-C stops it.
  ///
  /// - Parameter progress: nil draws nothing.
  package func execution(_ progress: ProgressReporter? = nil) -> ExecutionContext {
    ExecutionContext(
      parallelism: threads.map { Parallelism(threads: $0) } ?? .allCores, cancellation: ProcessSignals.cancellation,
      progress: progress?.sink ?? .none)
  }
}
