/// How much was read, and what is left of it: `data` of `metrics.json`.
public struct DataReport: StageReport, Hashable {
  public static let key = "data"

  /// Lines that were read.
  public let inputRows: Int
  /// Lines that are used.
  public let cleanedRows: Int
  /// Customers with at least one line that is used.
  public let customers: Int

  public init(inputRows: Int, cleanedRows: Int, customers: Int) {
    self.inputRows = inputRows
    self.cleanedRows = cleanedRows
    self.customers = customers
  }

  enum CodingKeys: String, CodingKey {
    case inputRows = "input_rows"
    case cleanedRows = "cleaned_rows"
    case customers
  }
}
