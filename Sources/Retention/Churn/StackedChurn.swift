import Learning
package import Numerics

/// Several models' log-odds, combined linearly.
package struct StackedChurnModel: ChurnModel {
  package let members: [any ChurnModel]
  package let weights: [Double]
  package let intercept: Double
  /// Whether the members are nobody else's, so that their files are this model's.
  let ownsMembers: Bool

  /// Fits the combination on rows that no member was fitted on.
  ///
  /// - Parameters:
  ///   - logOdds: of each member on those rows.
  ///   - weights: one per row.
  ///   - l2: keeps the weights of members that agree from running apart.
  package init(
    combining members: [any ChurnModel], logOdds: [[Double]], labels: [Double], weights: [Double], l2: Double,
    context: ExecutionContext
  ) throws {
    let settings = LogisticRegressionSettings(penalty: .ridge(strength: l2))
    let model = try LogisticRegressionLearner(settings.validated()).fit(
      .init(features: Matrix(columns: logOdds), labels: labels, weights: weights), context: context.quiet)
    self.init(members: members, weights: model.coefficients, intercept: model.intercept)
  }

  package init(members: [any ChurnModel], weights: [Double], intercept: Double, ownsMembers: Bool = false) {
    self.ownsMembers = ownsMembers
    self.members = members
    self.weights = weights
    self.intercept = intercept
  }

  /// The same combination of other models.
  func replacing(members: [any ChurnModel]) -> StackedChurnModel {
    StackedChurnModel(members: members, weights: weights, intercept: intercept)
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

  package func logOdds(_ features: Matrix<Float>, context: ExecutionContext) throws -> [Double] {
    combine(try members.map { try $0.logOdds(features, context: context) })
  }

  package func contributions(_ features: Matrix<Float>, context: ExecutionContext) throws -> Matrix<Double> {
    let parts = try members.map { try $0.contributions(features, context: context) }
    return try Matrix(rows: features.rows, columns: features.columns, context: context) { column, rows, output in
      for row in rows { output[row] = 0 }
      // A member that knows the first columns alone says nothing of the others.
      for (weight, part) in zip(weights, parts) where column < part.columns {
        part.withColumn(column) { values in
          for row in rows { output[row] += weight * values[row] }
        }
      }
    }
  }

  package var importance: [Double] {
    let shares = members.map(\.importance)
    var sum = [Double](repeating: 0, count: shares.map(\.count).max() ?? 0)
    for (weight, member) in zip(weights, shares) {
      for (column, share) in member.enumerated() { sum[column] += abs(weight) * share }
    }
    let total = sum.reduce(0, +)
    return total > 0 ? sum.map { $0 / total } : sum
  }

  /// Those of the members, unless they are candidates and keep their own; the weights are in `churn.json`.
  package var files: [ModelFile] {
    get throws { ownsMembers ? try members.flatMap { try $0.files } : [] }
  }

  /// The last count of rounds that a member has.
  package var boostingRounds: Int? { ownsMembers ? members.compactMap(\.boostingRounds).last : nil }

  package var warnings: [String] { ownsMembers ? members.flatMap(\.warnings) : [] }

  private struct Report: Encodable, Sendable {
    let intercept: Double
    let weights: [Double]
  }

  package var report: any Encodable & Sendable { Report(intercept: intercept, weights: weights) }
}
