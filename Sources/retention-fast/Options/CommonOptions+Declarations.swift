package import CommandParsing
import Foundation

// MARK: - Declarations

extension OptionSpec {
  /// Files of order lines.
  package static let data = value(
    "data", "PATH", .path, form: .list, group: .input,
    "Order lines: files, folders and quoted patterns such as 'exports/*.csv'"
  ).catchingBareArguments
  /// Which source column is which.
  package static let mapping = value(
    "mapping", "FILE", .path, group: .input, standard: "well-known headers are recognized",
    "JSON file that says which column is which")
  /// The run whose lines come before the given ones.
  package static let appendTo = value(
    "append-to", "RUN", group: .input,
    "Adds the lines to those of an earlier run: the result is that of a run on all files, of which the old ones "
      + "need not be there; files that it has read are passed over"
  )
  /// The run to start from.
  package static let run = value(
    "run", "RUN", group: .input, standard: "latest",
    "The run to start from: latest, a run id, or the path of its folder")

  /// Files of settings, or presets.
  package static let config = value(
    "config", "FILE", .path, form: .repeated, group: .settings,
    "Settings in YAML, or the name of a preset; later files win over earlier ones")
  /// Single settings.
  package static let set = value(
    "set", "SECTION.KEY=VALUE", .assignment, form: .repeated, group: .settings,
    "One setting; wins over files and environment")
  /// The scoring day; stands for `run.as_of`.
  package static let asOf = value(
    "as-of", "DATE", .date, group: .settings, standard: "the day after the last order",
    "The day to score customers on, as 2011-12-10")
  /// Stands for `run.seed`.
  package static let seed = value(
    "seed", "N", .integer(0...Int.max), group: .settings, standard: "42",
    "Where all random numbers start; the same seed gives the same results")
  /// Stands for `run.threads`.
  package static let threads = value(
    "threads", "N", .integer(1...4096), group: .settings, standard: "all cores",
    "Threads to use; never changes a result")

  /// Stands for `run.max_memory`.
  package static let maxMemory = value(
    "max-memory", "SIZE", .size, group: .settings, standard: "half of the machine's",
    "Memory to aim at, as 512MB or 2GB: order lines beyond a quarter of it go to temporary files; never changes a result"
  )

  /// Stands for `run.output`.
  package static let output = value(
    "output", "DIR", .path, group: .output, standard: "runs",
    "The folder that holds the runs")
  /// JSON on standard output.
  package static let json = flag("json", group: .output, "Write one JSON document to standard output")
  /// Checks without writing.
  package static let dryRun = flag("dry-run", group: .output, "Check the input and settings, and write nothing")

  /// Errors only on standard error.
  package static let quiet = flag(
    "quiet", group: .display, excludes: ["verbose"], "Say nothing but errors and the result")
  /// Everything on standard error.
  package static let verbose = flag("verbose", group: .display, "Say everything, with the details of errors")
  /// When output is colored.
  package static let color = value(
    "color", "WHEN", .choice(ColorChoice.allCases.map(\.rawValue)), group: .display, standard: "auto",
    "Use colours: auto, always or never; NO_COLOR is honoured")
}

extension [OptionSpec] {
  /// Of commands that read order lines.
  package static let input: [OptionSpec] = [.data.required, .mapping]
  /// Of commands that can add order lines to those of another run.
  package static let growingInput: [OptionSpec] = input + [.appendTo]
  /// Of commands that take settings.
  package static let settings: [OptionSpec] = [.config, .set, .asOf, .seed, .threads, .maxMemory]
  /// Of commands that write a run.
  package static let output: [OptionSpec] = [.output, .json, .dryRun]
  /// How much is printed, and in which colors.
  package static let display: [OptionSpec] = [.quiet, .verbose, .color]
}

// MARK: - Values

extension CommonOptions {
  /// Reads the options of a command line; options that its command does not declare have their defaults.
  package init(_ options: ParsedOptions) {
    self.init(
      data: options.paths(.data), mapping: options.path(.mapping), configFiles: options.texts(.config),
      overrides: options.overrides(.set), output: options.path(.output), asOf: options.text(.asOf),
      seed: options.integer(.seed), threads: options.integer(.threads),
      maxMemory: options.text(.maxMemory), run: options.text(.run) ?? "latest", appendTo: options.text(.appendTo),
      format: options.contains(.json) ? .json : .text,
      verbosity: options.contains(.verbose) ? .verbose : options.contains(.quiet) ? .quiet : .normal,
      effect: options.contains(.dryRun) ? .dryRun : .write,
      color: options.choice(.color, as: ColorChoice.self) ?? .auto)
  }
}
