import Foundation
import Learning
import Numerics
import Tables

extension Benchmark {
  /// Measures K-Means from the given centers, or from one k-means++ start.
  func clustering(_ table: BenchmarkTable) throws -> (Int) throws -> BenchmarkRun {
    let start = try settings.start.map { try self.start($0, for: table) }
    let learner = try KMeansLearner(kMeans(clusters: start?.rows ?? settings.clusters, restarts: 1).validated())
    return { run in
      let points = table.training.features
      var meter = FitMeter()
      let model = try meter.phase("fit") {
        try start.map { try learner.fit(points, from: $0, context: context) }
          ?? learner.fit(points, context: context)
      }
      var line = line(table, run: run)
      line.cost = meter.finish()
      line.iterations = model.iterations
      line.add("inertia", model.inertia)
      if table.holdout.rows > 0 { try assign(table.holdout.features, model, &line) }
      try keep(.integers("cluster", model.labels))
      return line
    }
  }

  /// Measures the search for a number of clusters, on the training rows.
  func searchClusterCount(_ table: BenchmarkTable, run: Int) throws -> BenchmarkRun {
    let search = ClusterCountSearch(
      candidates: settings.candidates, settings: kMeans(clusters: 1, restarts: settings.restarts))
    var meter = FitMeter()
    let report = try meter.phase("fit") { try search.run(table.training.features, context: context) }
    var line = line(table, run: run)
    line.cost = meter.finish()
    line.add("chosen", count: report.chosen)
    line.add("inertias", report.candidates.map { ($0.clusters, $0.inertia) })
    line.add("silhouettes", report.candidates.map { ($0.clusters, $0.silhouette?.mean) })
    try keep(.integers("cluster", report.model.labels))
    return line
  }

  private func kMeans(clusters: Int, restarts: Int) -> KMeansSettings {
    KMeansSettings(
      clusters: clusters, restarts: restarts, maxIterations: settings.maxIterations, seed: settings.seed)
  }

  private func start(_ file: URL, for table: BenchmarkTable) throws -> Matrix<Float> {
    let start = try BenchmarkTable(file, target: nil).training.features
    guard start.columns == table.featureNames.count else {
      throw BenchmarkError.otherFeatures(
        path: file.relativePath, expected: table.featureNames.count, found: start.columns)
    }
    return start
  }

  private func assign(_ points: Matrix<Float>, _ model: KMeansModel, _ line: inout BenchmarkRun) throws {
    let (seconds, labels) = try medianSeconds { try model.predict(points, context: context) }
    line.predictSeconds = seconds
    var inertia = 0.0
    for column in 0..<points.columns {
      for (row, label) in labels.enumerated() {
        let distance = Double(points[row, column]) - Double(model.centroids[Int(label), column])
        inertia += distance * distance
      }
    }
    line.add("holdout_inertia", inertia)
  }
}
