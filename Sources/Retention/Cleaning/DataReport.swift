/// How much was read, and what is left of it: `data` of `metrics.json`.
package struct DataReport: StageReport, Hashable {
  package static let key = "data"

  /// Lines that were read.
  package let inputRows: Int
  /// Lines that are used.
  package let cleanedRows: Int
  /// Customers with at least one line that is used.
  package let customers: Int
  /// Rows and money of each file: in = purchases + returns + removed + winsorized. nil in runs of earlier versions.
  @Nullable package var money: [CleaningReport.FileStatement]?

  package init(inputRows: Int, cleanedRows: Int, customers: Int, money: [CleaningReport.FileStatement]? = nil) {
    self.money = money
    self.inputRows = inputRows
    self.cleanedRows = cleanedRows
    self.customers = customers
  }

  enum CodingKeys: String, CodingKey {
    case inputRows = "input_rows"
    case cleanedRows = "cleaned_rows"
    case customers, money
  }
}
