package import Retention
package import Runs

/// The contents of `metrics.json`: the results of the stages, and the time and memory they took.
package struct RunMetrics: Sendable, Encodable {
  /// Sections of the stages, and warnings.
  package let report: RunReport
  /// Seconds by stage, and `total`.
  package let timings: [String: Double]
  /// Peak resident memory, in units of 1,000,000 bytes.
  package let peakMegabytes: Double

  init(report: RunReport, timings: [String: Double], peakMegabytes: Double) {
    self.report = report
    self.timings = timings
    self.peakMegabytes = peakMegabytes
  }

  enum CodingKeys: String, CodingKey {
    case timings = "timings_s"
    case peakMegabytes = "peak_rss_mb"
  }

  package func encode(to encoder: any Encoder) throws {
    try report.encode(to: encoder)
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(timings, forKey: .timings)
    try container.encode(peakMegabytes, forKey: .peakMegabytes)
  }
}

extension RunMetrics {
  /// Reads the metrics of a published run.
  ///
  /// - Throws: `RunError.missingArtefact`, `JSONError`.
  init(of run: PublishedRun, _ stages: StageList) throws {
    let costs = try run.decode(Costs.self, from: ArtefactPath.metrics)
    var report = RunReport()
    report.add(try run.sections(stages.stages.flatMap(\.sections)))
    report.add(try run.warnings())
    report.add(try run.verdicts())
    self.init(report: report, timings: costs.timings, peakMegabytes: costs.peakMegabytes)
  }

  private struct Costs: Decodable {
    let timings: [String: Double]
    let peakMegabytes: Double

    enum CodingKeys: String, CodingKey {
      case timings = "timings_s"
      case peakMegabytes = "peak_rss_mb"
    }
  }
}

extension PublishedRun {
  /// Reads the reports of the run's stages; sections that it does not have are left out.
  ///
  /// - Throws: `RunError.missingArtefact`, `JSONError`.
  package func report(_ stages: StageList = .standard) throws -> RunReport { try RunMetrics(of: self, stages).report }
}
