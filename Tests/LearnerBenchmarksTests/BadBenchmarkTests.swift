import Failures
import Foundation
import LearnerBenchmarks
import Runs
import Tables
import TestSupport
import Testing

@Suite("Benchmarks of bad input") struct BadBenchmarkTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// The error that measuring `file` ends with, told as a user sees it.
  private func failure(
    _ task: BenchmarkTask, _ file: URL, _ change: (inout BenchmarkSettings) -> Void = { _ in }
  ) -> (any UserFacingError)? {
    var settings = BenchmarkSettings()
    settings.trees = 2
    change(&settings)
    do {
      try Benchmark(task, settings).run(file) { _ in }
      return nil
    } catch {
      return error as? any UserFacingError
    }
  }

  private func expect(
    _ failure: (any UserFacingError)?, says parts: String..., location: SourceLocation = #_sourceLocation
  ) {
    #expect(failure?.failureKind == .input, sourceLocation: location)
    for part in parts {
      #expect(failure?.description.contains(part) == true, "\(failure?.description ?? "")", sourceLocation: location)
    }
  }

  @Test("no such file") func missingFile() {
    expect(failure(.kMeans, folder.url.appendingPathComponent("none.parquet")), says: "none.parquet", "no such file")
  }

  @Test("no such target: the nearest name") func unknownTarget() throws {
    let file = try MadeTable(rows: 50).write(to: folder)
    expect(failure(.gradientBoosting, file) { $0.target = "labels" }, says: "'labels'", "'label'")
  }

  @Test("a target of text") func textTarget() throws {
    let file = try MadeTable(rows: 50).write(to: folder)
    expect(failure(.gradientBoosting, file) { $0.target = "name" }, says: "'name'", "string", "--target")
  }

  @Test("a target without a number in a row") func missingTarget() throws {
    let file = try MadeTable(rows: 50).write(to: folder)
    expect(failure(.gradientBoosting, file) { $0.target = "third" }, says: "'third'", "row 1")
  }

  @Test("a target that is not 0 or 1, for a logistic regression; the row counts the holdout too") func notBinary()
    throws
  {
    let file = try folder.table("other", [("x", [1, 2, 3, 4]), ("label", [0, 1, 0, 2])])
    expect(failure(.logistic, file) { $0.holdoutRows = 1 }, says: "row 4", "2.0")
  }

  @Test("no column of floats") func noFeatures() throws {
    let file = try folder.write([Column(name: "count", values: .int32(Primitive([1, 2] as [Int32])))], to: "t.parquet")
    expect(failure(.kMeans, file), says: "float")
  }

  @Test("a table without rows") func noRows() throws {
    expect(failure(.kMeans, try folder.table("empty", [("x", [])])), says: "no rows")
  }

  @Test("a holdout of all rows or more", arguments: [50, 51]) func holdout(rows: Int) throws {
    let file = try MadeTable(rows: 50).write(to: folder)
    expect(failure(.gradientBoosting, file) { $0.holdoutRows = rows }, says: "\(rows)", "50 rows", "--holdout-rows")
  }

  @Test("categories in a column that is no feature") func noSuchCategories() throws {
    let file = try MadeTable(rows: 50).write(to: folder)
    expect(failure(.gradientBoosting, file) { $0.categorical = ["count"] }, says: "'count'", "--categorical", "first")
  }

  @Test("starting centres with other columns") func otherStart() throws {
    let file = try folder.table("points", [("x", [1, 2, 3]), ("y", [1, 2, 3])])
    let start = try folder.table("start", [("x", [1, 2])])
    expect(failure(.kMeans, file) { $0.start = start }, says: "start.parquet", "1 features", "2")
  }

  @Test("a text that is no model, and a model of other columns") func badModel() throws {
    let file = try MadeTable(rows: 50).write(to: folder)
    let text = try folder.write("three\n", to: "model.txt")
    expect(failure(.prediction, file) { $0.modelToLoad = text }, says: "model.txt:1:1", "tree")
    let model = folder.url.appendingPathComponent("other.txt")
    let other = try folder.table("other", [("x", [1, 2, 3, 4]), ("label", [0, 1, 0, 1])])
    #expect(failure(.gradientBoosting, other) { $0.modelToSave = model } == nil)
    expect(failure(.prediction, file) { $0.modelToLoad = model }, says: "table.parquet", "3 features", "1")
  }
}
