import Foundation
public import PluginHost
public import Retention
public import Settings
import Text

extension PluginRegistry {
  /// The built-in plugins, those of the current folder's `plugins`, and those of `plugins.paths`.
  public static func project(_ settings: PluginSettings) throws -> PluginRegistry {
    try PluginRegistry(
      project: FileManager.default.currentDirectoryPath, paths: settings.paths,
      digest: { SHA256.digest(of: $0).hex })
  }

  /// Looks up every plugin that a run will ask for, so that a wrong name fails before anything is read.
  public func check(_ configuration: Configuration, _ settings: RetentionSettings) throws {
    _ = try naming(named: settings.segmentation.naming)
    _ = try strategyBook(named: settings.strategies.book)
    _ = try segmentationSettings(configuration)
    _ = try churnCandidates(configuration, seed: settings.run.seed)
    _ = try allocationStrategy(configuration)
    _ = try entry(kind: .clv, name: settings.lifetimeValue.model)
  }

  /// The plugins of files that a run uses, for its manifest.
  func used(by configuration: Configuration, _ settings: RetentionSettings) -> [Manifest.PluginRecord] {
    let names: [(PluginKind, [String])] = [
      (.naming, [settings.segmentation.naming]), (.strategy, [settings.strategies.book]),
      (.segmentation, [settings.segmentation.algorithm]), (.churn, settings.churn.models),
      (.clv, [settings.lifetimeValue.model]), (.allocation, [settings.allocation.strategy]),
    ]
    return names.flatMap { kind, names in
      names.compactMap { name in
        guard let entry = try? entry(kind: kind, name: name), let hex = entry.sha256,
          let digest = SHA256.Digest(hex: hex)
        else { return nil }
        return Manifest.PluginRecord(kind: kind.rawValue, name: name, version: entry.version, sha256: digest)
      }
    }
  }
}

// MARK: - Listing

extension PluginRegistry {
  public var json: JSONValue {
    .array(
      entries.map { entry in
        [
          "kind": .string(entry.kind.rawValue), "name": .string(entry.name), "form": .string(entry.form.rawValue),
          "origin": .string(entry.origin.description), "description": .string(entry.summary),
          "version": entry.version.map { .string($0) } ?? .null, "sha256": entry.sha256.map { .string($0) } ?? .null,
        ]
      })
  }

  /// A line a plugin: kind, name, form, origin, description.
  public var text: String {
    let rows =
      [["KIND", "NAME", "FORM", "ORIGIN", "DESCRIPTION"]]
      + entries.map { [$0.kind.rawValue, $0.name, $0.form.rawValue, $0.origin.description, $0.summary] }
    let widths = (0..<4).map { column in rows.map { $0[column].count }.max() ?? 0 }
    return rows.map { row in
      zip(row, widths).map { $0.padded(to: $1 + 2) }.joined() + row[4]
    }.joined(separator: "\n") + "\n"
  }
}
