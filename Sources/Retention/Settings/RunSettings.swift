package import CivilTime
package import Settings

/// What concerns a run as a whole.
package struct RunSettings: SettingsSection {
  package static let name = "run"
  package static let summary = "What concerns a run as a whole."

  @Setting(
    "run.seed", default: 42, in: .atLeast(0),
    "Starts every random draw: the same seed, input and configuration give the same run.")
  package var seed: UInt64

  /// Nil for one thread per core.
  @Setting(
    "run.threads", default: nil, unit: "threads", in: .between(1, 4096), effect: .execution,
    "Threads to use; null takes one a core, and no result depends on it.")
  package var threads: Int?

  /// Nil for half of the machine's memory.
  @Setting(
    "run.max_memory", default: nil, in: .atLeast(1e8), effect: .execution,
    """
    Memory to aim at, such as 2GB: order lines beyond a quarter of it go to temporary files in the output folder; null \
    takes half of the machine's, and no result depends on it.
    """)
  package var maxMemory: ByteSize?

  @Setting(
    "run.output", default: "runs", emptiness: .forbidden, effect: .execution,
    "Folder for the run directories, relative to the working directory.")
  package var output: String

  /// The midnight at which customers are scored; nil for the day after the last line.
  @Setting(
    "run.as_of", default: nil,
    """
    Day at whose first moment customers are scored, with lines from then on left out; null takes the day after the \
    last line.
    """)
  package var asOf: CivilDate?

  @Setting(
    "run.holdout_folds", default: 5, unit: "folds", in: .between(2, 20),
    "Groups that customers are split into where the history is too short to hold out a later period.")
  package var holdoutFolds: Int

  package init() {}
}
