package import Numerics

/// What a customer's past orders say of the spend to come, in units of the currency over the horizon: what models of
/// value scale their predictions with.
package enum SpendColumn: Int, CaseIterable, Sendable, Codable {
  /// Revenue in the window, as invoiced, over window days × horizon days: "spend as before".
  case gross
  /// The same net of the returns that are known.
  case net
  /// Net revenue of the whole history over tenure (30 days at least) × horizon days.
  case rate
  /// Net revenue, each order of which counts half as much every 60 and 120 days.
  case decayed60d, decayed120d
  /// BG/NBD × Gamma-Gamma; NaN where it could not be fitted.
  case buyTillYouDie

  /// 6.
  package static let count = allCases.count
}

/// The spend columns of some rows.
package struct SpendInputs: Sendable {
  /// rows × 6, one column per `SpendColumn`.
  package let values: Matrix<Double>
  /// What the column `buyTillYouDie` was fitted with; nil where it is NaN.
  package let buyTillYouDie: LifetimeValueSettings.BuyTillYouDie?

  package init(values: Matrix<Double>, buyTillYouDie: LifetimeValueSettings.BuyTillYouDie?) {
    precondition(values.columns == SpendColumn.count, "one column per spend column")
    self.values = values
    self.buyTillYouDie = buyTillYouDie
  }

  /// Values of a column by row.
  package func column(_ column: SpendColumn) -> [Double] { values.column(column.rawValue) }

  /// The rows named by their places, in that order.
  package func selecting(_ rows: [Int], context: ExecutionContext) throws(Cancelled) -> SpendInputs {
    SpendInputs(values: try values.selectingRows(rows, context: context), buyTillYouDie: buyTillYouDie)
  }

  /// These rows, and then those of `other`; nil without them.
  func appending(_ other: SpendInputs?, context: ExecutionContext) throws(Cancelled) -> SpendInputs? {
    guard let other else { return nil }
    return SpendInputs(
      values: try Matrix(stacking: [values, other.values], context: context),
      buyTillYouDie: buyTillYouDie == other.buyTillYouDie ? buyTillYouDie : nil)
  }
}
