package import Retention
package import Runs

/// A stage of a run: makes an output, files and figures from settings and the outputs of earlier stages.
///
/// A stage is a value without state. Adding one takes a file and a line in `StageList.standard`.
package protocol Stage<Output>: Sendable {
  /// What later stages read.
  associatedtype Output: Sendable

  /// Key in `timings_s`, label in the log, and name of the subcommand if there is one.
  var name: StageName { get }
  /// Stages whose outputs `run` requires.
  var reads: [any Stage.Type] { get }
  /// Stages whose outputs `run` takes into account if they exist.
  var uses: [any Stage.Type] { get }
  /// Stages whose results must be those of the same settings as this one's, beside those in `reads` and `uses`.
  func follows(_ settings: RetentionSettings) -> [any Stage.Type]
  /// Whether it runs in every run that has what it reads, even if not requested.
  var isAutomatic: Bool { get }
  /// Whether it is no part of a whole run, and runs only where a command asks for it.
  var isOnRequest: Bool { get }
  /// What it makes, in words and in the plural, such as `segments`; nil for what readers of a run do not see.
  var product: String? { get }
  /// Whether a whole run goes on without it where the data is too thin for it, that is, where `run` throws an error of
  /// the kind `notEnoughData`.
  var canBeLeftOut: Bool { get }
  /// What `run` writes. The first file is always written, and shows that a run has the stage's results.
  var writes: [ArtefactPattern] { get }
  /// Sections of `metrics.json` that `reports(of:)` returns.
  var sections: [any StageReport.Type] { get }

  /// Does the work.
  ///
  /// - Throws: what makes it impossible; the run is not published then, unless the stage can be left out.
  func run(_ inputs: StageInputs, _ context: StageContext) throws -> Output

  /// Restores the output of `run` from a published run; nil if it cannot be restored.
  ///
  /// - Parameter inputs: restored outputs of earlier stages.
  func restore(from run: PublishedRun, _ inputs: StageInputs, _ context: StageContext) throws -> Output?

  /// The figures of an output.
  func reports(of output: Output) -> [any StageReport]
}

extension Stage {
  package var uses: [any Stage.Type] { [] }
  package func follows(_ settings: RetentionSettings) -> [any Stage.Type] { [] }
  package var isAutomatic: Bool { false }
  package var isOnRequest: Bool { false }
  package var product: String? { nil }
  package var canBeLeftOut: Bool { false }
  package var writes: [ArtefactPattern] { [] }
  package var sections: [any StageReport.Type] { [] }

  package func restore(from run: PublishedRun, _ inputs: StageInputs, _ context: StageContext) throws -> Output? { nil }

  package func reports(of output: Output) -> [any StageReport] { [] }
}

/// A file or files of a run, by path relative to its folder.
package enum ArtefactPattern: Sendable, Hashable {
  case file(String)
  /// All files whose path has this prefix.
  case prefix(String)

  /// Whether the pattern includes a path.
  package func matches(_ path: String) -> Bool {
    switch self {
    case .file(let file): path == file
    case .prefix(let prefix): path.hasPrefix(prefix)
    }
  }
}
