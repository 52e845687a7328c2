public import CivilTime
public import Foundation
public import Numerics
import Retention
public import Runs
public import Settings

/// What a run shall do. Nothing in it depends on the process: two runs can go on beside each other, into two folders.
public struct RunRequest: Sendable {
  public enum Source: Sendable, Hashable {
    /// Order lines: files, folders and patterns, as they were given.
    case files([String])
    /// Order lines, as above, that are added to those of a published run.
    case append([String], to: PublishedRun)
    /// The artefacts of a published run.
    case run(PublishedRun)
  }

  public var source: Source
  /// Stages to run.
  public var stages: [StageName]
  public var configuration: Configuration
  /// What `config.yaml` says.
  public var recordedConfiguration: Configuration
  public var output: URL
  /// For lines beyond what may be held in memory, where nothing may be written to `output`.
  public var temporaryFolder: URL
  /// The folder whose `plugins` are used; nil for none.
  public var projectFolder: String?
  /// For the manifest; empty for a run that no command line asked for.
  public var commandLine: [String]
  public var today: CivilDate

  /// - Parameter recordedConfiguration: where it differs from what the stages go by.
  public init(
    source: Source, stages: [StageName], configuration: Configuration, recordedConfiguration: Configuration? = nil,
    output: URL, temporaryFolder: URL? = nil, projectFolder: String? = nil, commandLine: [String] = [],
    today: CivilDate = .today
  ) {
    self.source = source
    self.stages = stages
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
  /// The run that this one starts from.
  var parent: PublishedRun? {
    switch self {
    case .files: nil
    case .append(_, let run), .run(let run): run
    }
  }

  /// The run whose lines come first.
  var base: PublishedRun? {
    if case .append(_, let run) = self { run } else { nil }
  }
}

/// How a run is watched and stopped; every member may be used from any thread.
public struct RunControl: Sendable {
  public var log: EventLog
  public var progress: ProgressReporter
  public var cancellation: CancellationFlag
  /// Begun when the user began to wait.
  public var clock: StageClock

  public init(
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
  /// Today on this machine's clock, in UTC.
  public static var today: CivilDate {
    CivilDate(daysSince1970: Int32(Date().timeIntervalSince1970 / 86_400))
  }
}
