import Learning
import Retention

extension StageRunner {
  /// The trees of each churn candidate, calibrated, where the settings ask for ONNX.
  func writeONNX(_ outcome: ChurnOutcome) throws {
    guard settings.models.onnx else { return }
    for candidate in outcome.fit.candidates {
      if let file = try candidate.onnx() { try write(ArtefactPath.model("churn_\(candidate.name).onnx"), bytes: file) }
    }
  }

  /// The trees of the expected value and of its interval, as the LightGBM texts hold them.
  func writeONNX(_ outcome: LifetimeValueOutcome) throws {
    guard settings.models.onnx else { return }
    let intervals = outcome.fit.intervals
    var models = [("clv_p10", intervals.lower), ("clv_p50", intervals.median), ("clv_p90", intervals.upper)]
    if let expected = outcome.fit.expected as? BoostedValueModel { models.append(("clv_expected", expected.model)) }
    for (name, model) in models { try write(ArtefactPath.model("\(name).onnx"), bytes: model.onnx()) }
  }

  private func write(_ path: String, bytes: [UInt8]) throws {
    try write(path) { try FileSystem.writeAtomically(bytes, to: $0) }
  }
}
