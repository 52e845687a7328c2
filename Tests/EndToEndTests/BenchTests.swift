import Foundation
import Tables
import Testing

@Suite("bench") struct BenchTests {
  let workspace: Workspace

  init() throws {
    workspace = try Workspace()
    let rows = 0..<400
    let x = rows.map { Float($0 * 37 % 101) }
    let y = rows.map { Float($0 * 53 % 97) }
    let label = zip(x, y).map { $0 + $1 > 100 ? Float(1) : 0 }
    try write([("x", x), ("y", y), ("label", label)], to: "gbdt.parquet")
    try write([("x", x), ("y", y), ("label", label)], to: "logistic.parquet")
    try write([("x", x), ("y", y)], to: "kmeans.parquet")
    try write([("x", x), ("y", y)], to: "auto_k.parquet")
    try write([("x", [10, 90]), ("y", [10, 90])], to: "kmeans_start.parquet")
  }

  private func write(_ columns: [(name: String, values: [Float])], to name: String) throws {
    let columns = columns.map { Column(name: $0.name, values: .float(Primitive($0.values))) }
    let writer = try ParquetWriter(path: workspace.file(name).path, fields: columns.map(\.field))
    try writer.write(Table(columns: columns))
    try writer.close()
  }

  @Test("each run is one JSON object on a line; options reach the learner")
  func gbdt() throws {
    let outcome = try workspace.run(
      "bench", "gbdt", "--data", "gbdt.parquet", "--holdout-rows", "100", "--runs", "2", "--trees", "7", "--threads",
      "2", "--save-model", "model.txt", "--predictions", "p.parquet", "--json")
    #expect(outcome.exitCode == 0 && outcome.errors.isEmpty, "\(outcome.errors)")
    let lines = try outcome.output.split(separator: "\n").map { try JSON(String($0)) }
    #expect(lines.map(\.run.integer) == [1, 2])
    #expect(lines[0].iterations.integer == 7 && lines[0].threads.integer == 2 && lines[0].rows.integer == 300)
    #expect(lines[0].auc.number == lines[1].auc.number)
    #expect(try readTable(workspace.file("p.parquet").path).rowCount == 100)
    let read = try workspace.run(
      "bench", "predict", "--data", "gbdt.parquet", "--holdout-rows", "100", "--load-model", "model.txt", "--json")
    #expect(try JSON(read.output).auc.number == lines[0].auc.number)
  }

  @Test("the standard set: a line a task")
  func all() throws {
    let outcome = try workspace.run("bench", "all", "--data", ".", "--holdout-rows", "50", "--json")
    #expect(outcome.exitCode == 0, "\(outcome.errors)")
    let tasks = try outcome.output.split(separator: "\n").map { try JSON(String($0)).task.text }
    #expect(tasks == ["gbdt", "predict", "logistic", "kmeans", "auto-k"])
    #expect(outcome.output.contains("\"features\":2"))
  }

  @Test("for people: a line a run")
  func text() throws {
    let outcome = try workspace.run(
      "bench", "kmeans", "--data", "kmeans.parquet", "--start", "kmeans_start.parquet", "--runs", "2")
    #expect(outcome.exitCode == 0, "\(outcome.errors)")
    #expect(outcome.output.split(separator: "\n").count { $0.hasPrefix("kmeans") && $0.contains("inertia") } == 2)
  }

  @Test("bad input is code 4, wrong use is code 2")
  func failures() throws {
    expectFailure(
      try workspace.run("bench", "gbdt", "--data", "gbdt.parquet", "--target", "labels"), code: 4,
      says: "did you mean 'label'")
    expectFailure(
      try workspace.run("bench", "gbdt", "--data", "gbdt.parquet", "--holdout-rows", "400"), code: 4, says: "400")
    expectFailure(try workspace.run("bench", "gbdt", "--data", "none.parquet"), code: 4, says: "none.parquet")
    expectFailure(
      try workspace.run("bench", "predict", "--data", "gbdt.parquet", "--load-model", "none.txt"), code: 4,
      says: "none.txt")
    expectFailure(try workspace.run("bench", "gbdt"), code: 2, says: "--data FILE")
    expectFailure(try workspace.run("bench", "gbtd", "--data", "x"), code: 2, says: "did you mean 'gbdt'")
    expectFailure(
      try workspace.run("bench", "auto-k", "--data", "auto_k.parquet", "--fewest", "9"), code: 2, says: "--most")
  }
}
