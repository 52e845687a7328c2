package import CivilTime
package import Foundation
package import Numerics
import Retention
package import Runs
package import Settings

/// What a run should do. It does not depend on process-wide state: two runs can execute concurrently, in two output
/// folders.
package struct RunRequest: Sendable {
  /// What a run starts from.
  package enum Source: Sendable, Hashable {
    /// Order lines in files, folders and patterns, as given.
    case files([String])
    /// Order lines, as above, to add to those of a published run.
    case append([String], to: PublishedRun)
    /// The artifacts of a published run.
    case run(PublishedRun)
  }

  package var source: Source
  /// Stages to run; automatic ones run without being named.
  package var stages: [StageName]
  package var thinData: ThinData
  /// Settings that the stages use.
  package var configuration: Configuration
  /// Settings written to `config.yaml`.
  package var recordedConfiguration: Configuration
  /// The folder that holds the runs.
  package var output: URL
  /// Where order lines that do not fit in memory go if nothing may be written to `output`.
  package var temporaryFolder: URL
  /// Path of the folder whose subfolder `plugins` is searched; nil for none.
  package var projectFolder: String?
  /// Recorded in the manifest; empty if the run was not started from a command line.
  package var commandLine: [String]
  /// Order lines of later days are implausible.
  package var today: CivilDate

  /// - Parameters:
  ///   - recordedConfiguration: nil for `configuration`.
  ///   - temporaryFolder: nil for `output`.
  package init(
    source: Source, stages: [StageName], thinData: ThinData = .fails, configuration: Configuration,
    recordedConfiguration: Configuration? = nil,
    output: URL, temporaryFolder: URL? = nil, projectFolder: String? = nil, commandLine: [String] = [],
    today: CivilDate = .today
  ) {
    self.source = source
    self.stages = stages
    self.thinData = thinData
    self.configuration = configuration
    self.recordedConfiguration = recordedConfiguration ?? configuration
    self.output = output
    self.temporaryFolder = temporaryFolder ?? output
    self.projectFolder = projectFolder
    self.commandLine = commandLine
    self.today = today
  }
}

extension RunRequest.Source {
  /// The run that this one starts from or adds lines to.
  var parent: PublishedRun? {
    switch self {
    case .files: nil
    case .append(_, let run), .run(let run): run
    }
  }

  /// The base run, to which lines are added.
  var base: PublishedRun? {
    if case .append(_, let run) = self { run } else { nil }
  }
}

/// Observes and cancels a run. Every member can be used from any thread.
package struct RunControl: Sendable {
  package var log: EventLog
  package var progress: ProgressReporter
  package var cancellation: CancellationFlag
  /// Started when the user's wait began.
  package var clock: StageClock

  package init(
    log: EventLog = EventLog(), progress: ProgressReporter = .silent,
    cancellation: CancellationFlag = CancellationFlag(), clock: StageClock = StageClock()
  ) {
    self.log = log
    self.progress = progress
    self.cancellation = cancellation
    self.clock = clock
  }
}

extension CivilDate {
  /// The current date in UTC by this machine's clock.
  package static var today: CivilDate {
    CivilDate(daysSince1970: Int32(Date().timeIntervalSince1970 / 86_400))
  }
}
