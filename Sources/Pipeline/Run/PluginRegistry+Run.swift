import Hashing
package import PluginHost
package import Retention
import Runs
package import Settings

extension PluginRegistry {
  /// Looks up every plugin that a run will use, so that an unknown name fails before anything is read.
  ///
  /// - Throws: `PluginError`, `SettingsError`.
  package func check(_ configuration: Configuration, _ settings: RetentionSettings) throws {
    _ = try naming(named: settings.segmentation.naming)
    _ = try strategyBook(named: settings.strategies.book)
    _ = try segmentation(configuration, seed: settings.run.seed)
    _ = try churnCandidates(configuration, seed: settings.run.seed)
    _ = try allocationStrategy(configuration)
    for name in settings.lifetimeValue.models { _ = try entry(kind: .clv, name: name) }
  }

  /// The plugins from definition files that a run uses, for its manifest.
  func used(by configuration: Configuration, _ settings: RetentionSettings) -> [Manifest.PluginRecord] {
    let names: [(PluginKind, [String])] = [
      (.naming, [settings.segmentation.naming]), (.strategy, [settings.strategies.book]),
      (.segmentation, [settings.segmentation.algorithm]), (.churn, settings.churn.models),
      (.clv, settings.lifetimeValue.models), (.allocation, [settings.allocation.strategy]),
    ]
    return names.flatMap { kind, names in
      names.compactMap { name in
        guard let entry = try? entry(kind: kind, name: name), let digest = entry.sha256 else { return nil }
        return Manifest.PluginRecord(kind: kind.rawValue, name: name, version: entry.version, sha256: digest)
      }
    }
  }
}
