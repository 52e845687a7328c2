import Foundation
import Retention
package import Runs
package import Settings

extension PublishedRun {
  /// Sections of the run's metrics, in the order of `types`; those that it does not have are left out.
  func sections(_ types: [any StageReport.Type]) throws -> [any StageReport] {
    let reader = try decode(RunReportReader.self, from: ArtefactPath.metrics)
    do { return try reader.sections(types) } catch {
      throw JSONError(file: url(for: ArtefactPath.metrics).path, decoding: error)
    }
  }

  /// The warnings recorded with the run's metrics.
  func warnings() throws -> [RunWarning] {
    try decode(RunReportReader.self, from: ArtefactPath.metrics).warnings
  }

  /// The verdicts recorded with the run's metrics.
  func verdicts() throws -> [StageVerdict] {
    try decode(RunReportReader.self, from: ArtefactPath.metrics).verdicts
  }

  /// The configuration in the run's `config.yaml`, with defaults for what it leaves out.
  ///
  /// - Throws: `RunError.missingArtefact`, `SettingsError`.
  package func configuration() throws -> Configuration {
    try RetentionParameters.catalog.resolve(ConfigurationSources(files: [existing("config.yaml").path]))
  }
}
