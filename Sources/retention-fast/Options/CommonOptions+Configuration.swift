import CommandParsing
import Foundation
import Pipeline
import Retention
import Runs
import Settings

extension CommonOptions {
  /// Defaults < the parent run's configuration < files < mapping < environment < options.
  ///
  /// - Parameter parent: the run that a stage starts from.
  /// - Throws: `SettingsError`; `MappingFileError` for what the file of `--mapping` causes.
  func configuration(
    over parent: PublishedRun? = nil, environment: [String: String] = ProcessInfo.processInfo.environment
  ) throws -> Configuration {
    try configuration(over: parent.map { try $0.configuration() }, environment)
  }

  /// As above, for lines that are added to those of a run: the day of scoring is not taken over from it, and a mapping
  /// that is given replaces the run's.
  func configuration(
    addingTo base: PublishedRun, environment: [String: String] = ProcessInfo.processInfo.environment
  ) throws -> Configuration {
    let defaults = RetentionParameters.catalog.defaults
    var inherited = try base.configuration().taking("run.as_of", from: defaults)
    if mapping != nil { inherited = inherited.taking("ingest.mapping", from: defaults) }
    return try configuration(over: inherited, environment)
  }

  private func configuration(
    over inherited: Configuration?, _ environment: [String: String]
  ) throws -> Configuration {
    let options: [(name: String, key: String, value: String?)] = [
      ("--output", "run.output", output?.path), ("--as-of", "run.as_of", asOf),
      ("--seed", "run.seed", seed.map(String.init)), ("--threads", "run.threads", threads.map(String.init)),
      ("--max-memory", "run.max_memory", maxMemory),
    ]
    let named = options.compactMap { option in
      option.value.map { ConfigurationSources.Override(option: option.name, key: option.key, value: $0) }
    }
    let sources = ConfigurationSources(
      files: configFiles, presetFolders: Self.presetFolders,
      fragments: mapping.map { [.init(file: $0.relativePath, section: "ingest.mapping")] } ?? [],
      environment: environment,
      overrides: overrides.map { .init(option: "--set \($0.key)", key: $0.key, value: $0.value) } + named)
    guard let file = mapping?.relativePath else {
      return try RetentionParameters.catalog.resolve(sources, over: inherited)
    }
    return try configuration(from: sources, over: inherited, mapping: file)
  }

  /// A mapping describes the input, so what is wrong with its file is reported as bad input.
  private func configuration(
    from sources: ConfigurationSources, over inherited: Configuration?, mapping file: String
  ) throws(MappingFileError) -> Configuration {
    // YAML reads JSON, and much else that was not meant.
    if let data = FileManager.default.contents(atPath: file) {
      do throws(JSONError) { try JSONText.check(data, file: file) } catch { throw .notJSON(error) }
    }
    do throws(SettingsError) {
      let configuration = try RetentionParameters.catalog.resolve(sources, over: inherited)
      _ = try IngestSettings(configuration)
      return configuration
    } catch {
      if error.file == file { throw .content(error) }
      throw .elsewhere(error)
    }
  }

  /// `config/presets` of the current folder, then of the folders above the program.
  static var presetFolders: [String] {
    let program = URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath()
    let above = sequence(first: program.deletingLastPathComponent()) { folder in
      folder.path == "/" ? nil : folder.deletingLastPathComponent()
    }
    let folders = [WorkingFolder.path] + above.prefix(5).map(\.path)
    return folders.map { $0 + "/config/presets" }.filter { FileManager.default.fileExists(atPath: $0) }
  }
}
