public import Foundation
import Retention
public import Settings

extension CommonOptions {
  /// Defaults < the parent run's configuration < files < mapping < environment < options.
  ///
  /// - Parameter parent: the run that a stage starts from.
  public func configuration(
    over parent: PublishedRun? = nil, environment: [String: String] = ProcessInfo.processInfo.environment
  ) throws -> Configuration {
    let inherited = try parent.map { [try $0.existing("config.yaml").path] } ?? []
    let options: [(name: String, key: String, value: String?)] = [
      ("--output", "run.output", output?.path), ("--as-of", "run.as_of", asOf),
      ("--seed", "run.seed", seed.map(String.init)), ("--threads", "run.threads", threads.map(String.init)),
    ]
    let named = options.compactMap { option in
      option.value.map { ConfigurationSources.Override(option: option.name, key: option.key, value: $0) }
    }
    let sources = ConfigurationSources(
      files: inherited + configFiles, presetFolders: Self.presetFolders,
      fragments: mapping.map { [.init(file: $0.path, section: "ingest.mapping")] } ?? [], environment: environment,
      overrides: overrides.map { .init(option: "--set \($0.key)", key: $0.key, value: $0.value) } + named)
    return try RetentionParameters.catalog.resolve(sources)
  }

  /// `config/presets` of the current folder, then of the folders above the program.
  static var presetFolders: [String] {
    let program = URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath()
    let above = sequence(first: program.deletingLastPathComponent()) { folder in
      folder.path == "/" ? nil : folder.deletingLastPathComponent()
    }
    let folders = [FileManager.default.currentDirectoryPath] + above.prefix(5).map(\.path)
    return folders.map { $0 + "/config/presets" }.filter { FileManager.default.fileExists(atPath: $0) }
  }
}
