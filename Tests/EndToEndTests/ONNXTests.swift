import Foundation
import Numerics
import Tables
import TestSupport
import Testing

@Suite("models.onnx")
struct ONNXTests {
  let training: Training

  init() throws { training = try Shared.training.get() }

  private func stage(_ command: String, _ settings: String...) throws -> RunFolder {
    let outcome = try training.workspace.run(
      [command, "--run", try training.run.url.path, "--output", "onnx-\(command)", "--quiet"]
        + settings.flatMap { ["--set", $0] })
    #expect(outcome.exitCode == 0, "\(outcome.errors)")
    return try training.workspace.latest("onnx-\(command)")
  }

  private func onnx(_ run: RunFolder, _ name: String) throws -> ONNXInterpreter {
    try ONNXInterpreter([UInt8](Data(contentsOf: run.file("models/\(name).onnx"))))
  }

  /// Features of the last snapshot in the order that the file asks for, and their customers.
  private func features(of file: ONNXInterpreter, _ run: RunFolder) throws -> (Matrix<Float>, [String]) {
    let store = try run.table("data/customer_features.parquet")
    guard case .date(let days) = try store.requireColumn(named: "snapshot_date").values else {
      throw ONNXInterpreter.NotSupported("a store without dates")
    }
    let last = (0..<store.rowCount).map { days[$0] }.max()
    let rows = (0..<store.rowCount).filter { days[$0] == last }
    let names = try #require(file.metadata()["feature_names"]).split(separator: " ")
    let columns = try names.map { name in
      let values = try store.doubles(named: String(name))
      return rows.map { Float(values[$0]) }
    }
    let customers = try store.strings(named: "customer_id")
    return (Matrix(columns: columns), rows.map { customers[$0] })
  }

  @Test("a run leaves no ONNX file unless it is asked to")
  func offByDefault() throws {
    #expect(try !training.run.files().contains { $0.hasSuffix(".onnx") })
  }

  @Test("the file of the champion gives every customer the probability that the run gives")
  func churn() throws {
    let run = try stage(
      "churn", "models.onnx=true", "churn.models=[gbdt]", "churn.use_history=false", "churn.class_weights=balanced")
    let file = try onnx(run, "churn_gbdt")
    let (features, customers) = try features(of: file, run)
    let probabilities = try #require(try file(features)["probabilities"]).map { $0[1] }
    let scores = try run.table("predictions/customer_scores.parquet")
    let ids = try scores.strings(named: "customer_id")
    let expected = Dictionary(uniqueKeysWithValues: zip(ids, try scores.doubles(named: "churn_probability")))
    #expect(customers.count == expected.count && customers.count > 100)
    for (customer, probability) in zip(customers, probabilities) {
      #expect(abs(probability - (try #require(expected[customer]))) < 1e-5)
    }
    // Without the weights of the classes and the calibration the trees say something else.
    let raw = try #require(try file(features)["raw_score"]).map { sigmoid($0[0]) }
    #expect(zip(raw, probabilities).contains { abs($0 - $1) > 0.01 })
    #expect(try run.files().filter { $0.hasSuffix(".onnx") } == ["models/churn_gbdt.onnx"])
  }

  @Test("lifetime value: the trees of the texts")
  func lifetimeValue() throws {
    let run = try stage("clv", "models.onnx=true")
    let names = ["clv_expected_1", "clv_expected_2", "clv_high", "clv_inner", "clv_low", "clv_p50"]
    #expect(try run.files().filter { $0.hasSuffix(".onnx") } == names.map { "models/\($0).onnx" })
    let objectives = try names.map { try onnx(run, $0).metadata()["objective"] }
    #expect(objectives == ["tweedie", "tweedie", "quantile", "quantile", "quantile", "quantile"])
    let trees = try names.map { try onnx(run, $0).metadata()["trees"] }
    let texts = try names.map {
      try run.text("models/\($0).txt").split(separator: "\n").count { $0.hasPrefix("Tree=") }
    }
    #expect(trees == texts.map { "\($0)" })
  }
}
