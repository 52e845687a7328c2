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

  /// The error of measuring `file`; nil if there is none or it is not meant for users.
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

  @Test("a missing file") func missingFile() {
    expect(failure(.kMeans, folder.url.appendingPathComponent("none.parquet")), says: "none.parquet", "no such file")
  }

  @Test("an unknown target suggests the nearest name") func unknownTarget() throws {
    let file = try MadeTable(rows: 50).write(to: folder)
    expect(failure(.gradientBoosting, file) { $0.target = "labels" }, says: "'labels'", "'label'")
  }

  @Test("a text target") func textTarget() throws {
    let file = try MadeTable(rows: 50).write(to: folder)
    expect(failure(.gradientBoosting, file) { $0.target = "name" }, says: "'name'", "string", "--target")
  }

  @Test("a target with a missing number") func missingTarget() throws {
    let file = try MadeTable(rows: 50).write(to: folder)
    expect(failure(.gradientBoosting, file) { $0.target = "third" }, says: "'third'", "row 1")
  }

  @Test("a target other than 0 and 1 for logistic regression, in a row of the holdout") func notBinary()
    throws
  {
    let file = try folder.table("other", [("x", [1, 2, 3, 4]), ("label", [0, 1, 0, 2])])
    expect(failure(.logistic, file) { $0.holdoutRows = 1 }, says: "row 4", "2.0")
  }

  @Test("a table without float columns") func noFeatures() throws {
    let file = try folder.write([Column(name: "count", values: .int32(Primitive([1, 2] as [Int32])))], to: "t.parquet")
    expect(failure(.kMeans, file), says: "float")
  }

  @Test("a table without rows") func noRows() throws {
    expect(failure(.kMeans, try folder.table("empty", [("x", [])])), says: "no rows")
  }

  @Test("a holdout of at least all rows", arguments: [50, 51]) func holdout(rows: Int) throws {
    let file = try MadeTable(rows: 50).write(to: folder)
    expect(failure(.gradientBoosting, file) { $0.holdoutRows = rows }, says: "\(rows)", "50 rows", "--holdout-rows")
  }

  @Test("categories in a column that is not a feature") func noSuchCategories() throws {
    let file = try MadeTable(rows: 50).write(to: folder)
    expect(failure(.gradientBoosting, file) { $0.categorical = ["count"] }, says: "'count'", "--categorical", "first")
  }

  @Test("starting centers with a different number of columns") func otherStart() throws {
    let file = try folder.table("points", [("x", [1, 2, 3]), ("y", [1, 2, 3])])
    let start = try folder.table("start", [("x", [1, 2])])
    expect(failure(.kMeans, file) { $0.start = start }, says: "start.parquet", "1 features", "2")
  }

  @Test("a file that is not a model, and a model with a different number of features") func badModel() throws {
    let file = try MadeTable(rows: 50).write(to: folder)
    let text = try folder.write("three\n", to: "model.txt")
    expect(failure(.prediction, file) { $0.modelToLoad = text }, says: "model.txt:1:1", "tree")
    let model = folder.url.appendingPathComponent("other.txt")
    let other = try folder.table("other", [("x", [1, 2, 3, 4]), ("label", [0, 1, 0, 1])])
    #expect(failure(.gradientBoosting, other) { $0.modelToSave = model } == nil)
    expect(failure(.prediction, file) { $0.modelToLoad = model }, says: "table.parquet", "3 features", "1")
  }
}
