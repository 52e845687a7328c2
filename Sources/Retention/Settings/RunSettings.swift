public import CivilTime
public import Settings

/// What concerns a run as a whole.
public struct RunSettings: Sendable, Hashable {
  public let seed: UInt64
  /// Nil for one thread a core.
  public let threads: Int?
  /// Nil for half of the machine's memory.
  public let maxMemory: ByteSize?
  /// Folder that holds the run directories.
  public let output: String
  /// The midnight at which customers are scored; nil for the day after the last line.
  public let asOf: CivilDate?
  public let holdoutFolds: Int

  public init(_ configuration: Configuration) {
    seed = UInt64(configuration[RunParameters.seed])
    threads = configuration[RunParameters.threads]
    maxMemory = configuration[RunParameters.maxMemory]
    output = configuration[RunParameters.output]
    asOf = configuration[RunParameters.asOf]
    holdoutFolds = configuration[RunParameters.holdoutFolds]
  }
}
