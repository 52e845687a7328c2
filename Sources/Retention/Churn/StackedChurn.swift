import Learning
public import Numerics

/// Several models' log-odds, combined linearly.
public struct StackedChurnModel: ChurnModel {
  public let members: [any ChurnModel]
  public let weights: [Double]
  public let intercept: Double

  /// Fits the combination on rows that no member was fitted on.
  ///
  /// - Parameters:
  ///   - logOdds: of each member on those rows.
  ///   - weights: one a row.
  ///   - l2: keeps the weights of members that agree from running apart.
  public init(
    combining members: [any ChurnModel], logOdds: [[Double]], labels: [Double], weights: [Double], l2: Double,
    context: ExecutionContext
  ) throws {
    let settings = LogisticRegressionSettings(penalty: .ridge(strength: l2))
    let model = try LogisticRegressionLearner(settings.validated()).fit(
      features: Matrix(columns: logOdds), labels: labels, weights: weights, context: context.quiet)
    self.init(members: members, weights: model.coefficients, intercept: model.intercept)
  }

  public init(members: [any ChurnModel], weights: [Double], intercept: Double) {
    self.members = members
    self.weights = weights
    self.intercept = intercept
  }

  func addingToIntercept(_ shift: Double) -> StackedChurnModel {
    StackedChurnModel(members: members, weights: weights, intercept: intercept + shift)
  }

  /// Combined log-odds from those of the members.
  func combine(_ logOdds: [[Double]]) -> [Double] {
    guard let rows = logOdds.first?.count else { return [] }
    return (0..<rows).map { row in
      var sum = intercept
      for (weight, odds) in zip(weights, logOdds) { sum += weight * odds[row] }
      return sum
    }
  }

  public func logOdds(_ features: Matrix<Double>, context: ExecutionContext) throws -> [Double] {
    combine(try members.map { try $0.logOdds(features, context: context) })
  }

  public func contributions(_ features: Matrix<Double>, context: ExecutionContext) throws -> Matrix<Double> {
    let parts = try members.map { try $0.contributions(features, context: context) }
    return try Matrix(rows: features.rows, columns: Feature.count, context: context) { column, rows, output in
      for row in rows { output[row] = 0 }
      for (weight, part) in zip(weights, parts) {
        part.withColumn(column) { values in
          for row in rows { output[row] += weight * values[row] }
        }
      }
    }
  }

  public var importance: [Double] {
    var sum = [Double](repeating: 0, count: Feature.count)
    for (weight, member) in zip(weights, members) {
      for (feature, share) in member.importance.enumerated() { sum[feature] += abs(weight) * share }
    }
    let total = sum.reduce(0, +)
    return total > 0 ? sum.map { $0 / total } : sum
  }

  /// The members keep their own files; the weights stand in `churn.json`.
  public var files: [ModelFile] { [] }

  private struct Report: Encodable, Sendable {
    let intercept: Double
    let weights: [Double]
  }

  public var report: any Encodable & Sendable { Report(intercept: intercept, weights: weights) }
}
