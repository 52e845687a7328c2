public import Retention
public import Runs

/// A stage of a run: from the outputs of earlier stages, and settings, to an output, files and figures.
///
/// A stage is a value without state of its own. Adding one takes its file, and a line in `StageList.standard`.
public protocol Stage<Output>: Sendable {
  associatedtype Output: Sendable

  /// Key in `timings_s`, mark in the log, and subcommand where there is one.
  var name: StageName { get }
  /// Stages whose outputs `run` cannot do without.
  var reads: [any Stage.Type] { get }
  /// Stages whose outputs `run` takes into account where they are there.
  var uses: [any Stage.Type] { get }
  /// Whether it runs at the end of every run that has what it reads, also where nobody asks for it.
  var isAutomatic: Bool { get }
  /// What `run` writes; the first is written in any case, and shows that a run has the stage's results.
  var writes: [ArtefactPattern] { get }
  /// Sections of `metrics.json` that `reports(of:)` returns.
  var sections: [any StageReport.Type] { get }

  /// Does the work.
  ///
  /// - Throws: what makes it impossible; nothing of the run is published then.
  func run(_ inputs: StageInputs, _ context: StageContext) throws -> Output

  /// What a published run says that `run` found; nil for a stage whose output no run keeps.
  ///
  /// - Parameter inputs: restored too.
  func restore(from run: PublishedRun, _ inputs: StageInputs, _ context: StageContext) throws -> Output?

  /// The figures of an output.
  func reports(of output: Output) -> [any StageReport]
}

extension Stage {
  public var uses: [any Stage.Type] { [] }
  public var isAutomatic: Bool { false }
  public var writes: [ArtefactPattern] { [] }
  public var sections: [any StageReport.Type] { [] }

  public func restore(from run: PublishedRun, _ inputs: StageInputs, _ context: StageContext) throws -> Output? { nil }

  public func reports(of output: Output) -> [any StageReport] { [] }
}

/// Files of a run, by path relative to its folder.
public enum ArtefactPattern: Sendable, Hashable {
  case file(String)
  /// All whose path begins so.
  case prefix(String)

  public func matches(_ path: String) -> Bool {
    switch self {
    case .file(let file): path == file
    case .prefix(let prefix): path.hasPrefix(prefix)
    }
  }
}
