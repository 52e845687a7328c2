/// What a stage predicted for the test rows, beside what came: enough to check its test figures.
package struct TestPredictions: Sendable, Equatable {
  package let snapshot: Snapshot
  /// Ids of the customers.
  package let customers: [String]
  package let labels: [Double]
  package let predictions: [Double]
  /// By the baseline that the stage names.
  package let baselines: [Double]

  package init(
    snapshot: Snapshot, customers: [String], labels: [Double], predictions: [Double], baselines: [Double]
  ) {
    self.snapshot = snapshot
    self.customers = customers
    self.labels = labels
    self.predictions = predictions
    self.baselines = baselines
  }
}
