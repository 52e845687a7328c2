import CommandParsing
import Foundation
import Pipeline
import Retention
import Runs
import Settings

extension CommonOptions {
  /// Resolves the settings in layers, of which later ones win: defaults, the parent run's configuration, files,
  /// mapping, environment, options.
  ///
  /// - Parameter parent: the run that a command starts from; nil for none.
  /// - Throws: `SettingsError`; with `--mapping`, `MappingFileError` instead; errors from reading the parent
  ///   run.
  func configuration(
    over parent: PublishedRun? = nil, environment: [String: String] = ProcessInfo.processInfo.environment
  ) throws -> Configuration {
    try configuration(over: parent.map { try $0.configuration() }, environment)
  }

  /// Resolves the settings for lines that are added to a run. The run's scoring day is not inherited, and `--mapping`
  /// replaces the run's mapping as a whole.
  ///
  /// - Throws: As above.
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
      fragments: mapping.map {
        [
          .init(
            file: $0.relativePath, section: "ingest.mapping",
            others: ["order_is": "ingest.order_is", "join": "ingest.join"])
        ]
      } ?? [],
      environment: environment,
      overrides: overrides.map { .init(option: "--set \($0.key)", key: $0.key, value: $0.value) } + named)
    guard let file = mapping?.relativePath else {
      return try RetentionParameters.catalog.resolve(sources, over: inherited)
    }
    return try configuration(from: sources, over: inherited, mapping: file)
  }

  /// A mapping describes the input, so a mistake in its file is reported as bad input, not as wrong configuration.
  private func configuration(
    from sources: ConfigurationSources, over inherited: Configuration?, mapping file: String
  ) throws(MappingFileError) -> Configuration {
    // The YAML parser reads JSON, but also much that is not JSON.
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

  /// `config/presets` in the current folder, then in the program's folder and the four above it; only those that exist.
  static var presetFolders: [String] {
    let program = URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath()
    let above = sequence(first: program.deletingLastPathComponent()) { folder in
      folder.path == "/" ? nil : folder.deletingLastPathComponent()
    }
    let folders = [WorkingFolder.path] + above.prefix(5).map(\.path)
    return folders.map { $0 + "/config/presets" }.filter { FileManager.default.fileExists(atPath: $0) }
  }
}
