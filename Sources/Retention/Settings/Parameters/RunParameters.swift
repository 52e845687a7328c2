public import CivilTime
public import Settings

public enum RunParameters {
  public static let seed = Parameter(
    "run.seed", default: 42, in: .atLeast(0),
    "Starts every random draw: the same seed, input and configuration give the same run.")
  public static let threads = Parameter<Int?>(
    "run.threads", default: nil, unit: "threads", in: .between(1, 4096), effect: .execution,
    "Threads to use; null takes one a core, and no result depends on it.")
  public static let maxMemory = Parameter<ByteSize?>(
    "run.max_memory", default: nil, in: .atLeast(1e8), effect: .execution,
    "Memory to aim at, such as 2GB: order lines beyond a quarter of it go to temporary files in the output folder; null takes half of the machine's, and no result depends on it."
  )
  public static let output = Parameter(
    "run.output", default: "runs", emptiness: .forbidden, effect: .execution,
    "Folder for the run directories, relative to the working directory.")
  public static let asOf = Parameter<CivilDate?>(
    "run.as_of", default: nil,
    "Day at whose first moment customers are scored, with lines from then on left out; null takes the day after the last line."
  )
  public static let holdoutFolds = Parameter(
    "run.holdout_folds", default: 5, unit: "folds", in: .between(2, 20),
    "Groups that customers are split into where the history is too short to hold out a later period.")

  public static let section = ParameterSection(
    "run", "What concerns a run as a whole.", [seed, threads, maxMemory, output, asOf, holdoutFolds])
}
