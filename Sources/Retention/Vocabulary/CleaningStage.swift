/// The five stages of cleaning.
public enum CleaningStage: String, CaseIterable, Sendable, Codable {
  case structural
  case businessLogic = "business_logic"
  case outliers
  case customers
  case derivedColumns = "derived_columns"
}
