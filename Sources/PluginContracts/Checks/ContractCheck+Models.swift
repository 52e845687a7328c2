import Numerics
package import Retention

extension ContractCheck {
  /// Checks a churn learner and its models: finite scores, explanations of the right shape, plain file names, and no
  /// effect of the thread count.
  ///
  /// - Returns: the rules that `learner` breaks; empty if it is fit for use.
  package func breaches(of learner: any ChurnLearner) -> [ContractBreach] {
    var verdict = Verdict()
    let (training, validation) = (data.churnRows(600), data.churnRows(300, firstCustomer: 1000))
    let fit = { (threads: Int) -> (first: any ChurnModel, kept: any ChurnModel) in
      let context = ExecutionContext.threads(threads)
      let first = try learner.fit(training, validation: validation, context: context)
      return (first, try learner.refit(training, like: [first], context: context))
    }
    guard let one = verdict.attempt("rows of both classes can be learned from", { try fit(1) }),
      let two = verdict.attempt("it fits with two threads too", { try fit(2) })
    else { return verdict.breaches }
    for (model, twin) in [(one.first, two.first), (one.kept, two.kept)] {
      check(model, twin, on: validation.features, &verdict)
    }
    return verdict.breaches
  }

  private func check(
    _ model: any ChurnModel, _ twin: any ChurnModel, on features: Matrix<Float>, _ verdict: inout Verdict
  ) {
    if let odds = verdict.attempt("rows get log-odds", { try model.logOdds(features, context: .serial) }),
      let again = verdict.attempt("rows get log-odds", { try twin.logOdds(features, context: .threads(2)) })
    {
      verdict.require(odds.count == features.rows, "there are as many log-odds as rows", "\(odds.count)")
      verdict.require(odds.allSatisfy(\.isFinite), "log-odds are finite, also of rows with nulls")
      verdict.require(odds == again, "any number of threads gives the same model")
    }
    let nulls = Matrix<Float>(rows: 1, columns: features.columns, repeating: .nan)
    let unknown = verdict.attempt("a row of nulls gets log-odds") { try model.logOdds(nulls, context: .serial) }
    verdict.require(unknown?.allSatisfy(\.isFinite) ?? true, "log-odds of a row of nulls are finite")
    let none = Matrix<Float>(rows: 0, columns: features.columns)
    let empty = verdict.attempt("no rows get no log-odds") { try model.logOdds(none, context: .serial) }
    verdict.require(empty?.isEmpty ?? true, "no rows get no log-odds")
    if let parts = verdict.attempt("scores are explained", { try model.contributions(features, context: .serial) }) {
      verdict.require(
        parts.rows == features.rows && parts.columns == features.columns, "contributions are rows × features",
        "\(parts.rows) × \(parts.columns)")
      verdict.require(parts.elements.allSatisfy(\.isFinite), "contributions are finite")
    }
    let importance = model.importance
    verdict.require(importance.count == features.columns, "every feature has an importance", "\(importance.count)")
    verdict.require(
      importance.allSatisfy { $0 >= 0 } && importance.reduce(0, +) <= 1 + 1e-9, "importances are shares of 1")
    let files = verdict.attempt("the model can be kept") { try model.files }
    verdict.require(
      files?.allSatisfy { !$0.type.isEmpty && !$0.name.contains("/") } ?? true, "a model's files are plain names")
  }

  /// Checks a lifetime value learner: one value per row, at least 0 or unknown (NaN), and no effect of the thread count.
  ///
  /// - Returns: the rules that `learner` breaks; empty if it is fit for use.
  package func breaches(of learner: any LifetimeValueLearner) -> [ContractBreach] {
    var verdict = Verdict()
    let (training, validation) = (data.valueRows(600), data.valueRows(300, firstCustomer: 1000))
    let rows = SnapshotRows(
      features: validation.features, customers: validation.customers, snapshot: validation.snapshots[0],
      spend: validation.spend)
    let values = { (threads: Int) -> [Double] in
      let context = ExecutionContext.threads(threads)
      let first = try learner.fit(training, validation: validation, context: context)
      let kept = try learner.refit(training, like: [first], context: context)
      return try [first, kept].flatMap { try $0.expectedValue(rows, context: context) }
    }
    guard let one = verdict.attempt("rows with revenue can be learned from", { try values(1) }),
      let two = verdict.attempt("it fits with two threads too", { try values(2) })
    else { return verdict.breaches }
    verdict.require(one.count == 2 * validation.count, "there are as many values as rows", "\(one.count)")
    verdict.require(one.allSatisfy { $0.isNaN || ($0 >= 0 && $0.isFinite) }, "values are 0 or more, or unknown")
    verdict.require(
      zip(one, two).allSatisfy { $0 == $1 || ($0.isNaN && $1.isNaN) }, "any number of threads gives the same values")
    return verdict.breaches
  }

  /// Checks a segmentation: no empty cluster, cluster 0 has the largest mean revenue, and no effect of the thread
  /// count.
  ///
  /// - Returns: the rules that `learner` breaks; empty if it is fit for use.
  package func breaches(of learner: any SegmentationLearner) -> [ContractBreach] {
    var verdict = Verdict()
    let block = data.snapshot(300)
    guard let one = verdict.attempt("customers can be grouped", { try learner.clusters(of: block, context: .serial) }),
      let two = verdict.attempt("customers can be grouped", { try learner.clusters(of: block, context: .threads(2)) })
    else { return verdict.breaches }
    let count = one.means.rows
    verdict.require(one.labels.count == block.rows, "every customer has a cluster", "\(one.labels.count)")
    verdict.require(one.labels.allSatisfy { $0 >= 0 && Int($0) < count }, "clusters are counted from 0")
    verdict.require(one.sizes.reduce(0, +) == block.rows && one.sizes.allSatisfy { $0 > 0 }, "no cluster is empty")
    let revenue = one.means.column(Feature.monetaryTotal.rawValue)
    verdict.require(revenue.max() == revenue.first, "cluster 0 has the largest mean revenue")
    verdict.require(one.labels == two.labels, "any number of threads gives the same clusters")
    return verdict.breaches
  }
}
