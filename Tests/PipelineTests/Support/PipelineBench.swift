import Foundation
import Numerics
import Pipeline
import PluginHost
import Retention
import Runs
import Settings
import SyntheticShop
import TestSupport

/// A small synthetic shop as a file, and requests to run stages on it within this process.
struct PipelineBench {
  let folder: TemporaryFolder
  let shop: URL
  /// Settings that keep the models small. Written once: tests that run beside each other would else read it while it is
  /// written, and get the defaults.
  private let small: URL

  /// - Parameter customers: 120 are enough to fit every model quickly.
  init(customers: Int = 160, seed: UInt64 = 5) throws {
    folder = try TemporaryFolder()
    shop = folder.url.appendingPathComponent("shop.csv")
    small = try folder.write(
      """
      churn: {min_class_size: 5, gbdt: {num_trees: 20}}
      clv: {min_customers: 20, scaled_trees: {num_trees: 20}}
      segmentation: {n_init: 2, bootstrap_samples: 2}
      """, to: "small.yaml")
    _ = try ShopWriter(SyntheticShopSettings(customers: customers, seed: seed), to: shop, format: .csv)
      .write(context: .serial)
  }

  /// Settings that keep the models small, overridden by `yaml`.
  func configuration(_ yaml: String = "") throws -> Configuration {
    let own = try folder.write(yaml, to: "own-\(UUID().uuidString).yaml")
    return try RetentionParameters.catalog.resolve(
      ConfigurationSources(files: [small.path] + (yaml.isEmpty ? [] : [own.path])))
  }

  func request(
    _ stages: [StageName] = StageList.standard.namesOfWholeRun, yaml: String = "", output: String = "runs",
    source: RunRequest.Source? = nil
  ) throws -> RunRequest {
    RunRequest(
      source: source ?? .files([shop.path]), stages: stages, configuration: try configuration(yaml),
      output: folder.url.appendingPathComponent(output))
  }
}

/// Collects progress events from any thread.
final class Events: Sendable {
  private let kept: Locked<[ProgressEvent]> = Locked([])
  var all: [ProgressEvent] { kept.value }
  var stages: Set<String> { Set(all.map(\.stage.rawValue)) }
  func record(_ event: ProgressEvent) { kept.change { $0.append(event) } }
}
