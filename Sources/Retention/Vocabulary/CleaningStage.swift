/// The five stages of cleaning, in their order.
package enum CleaningStage: String, CaseIterable, Sendable, Codable {
  case structural
  case businessLogic = "business_logic"
  case outliers
  case customers
  case derivedColumns = "derived_columns"
}
