import CivilTime
package import Numerics
package import Tables

/// All lines of the input in canonical columns, before anything is removed: element `i` of each column is line `i`.
///
/// A cell that is blank or cannot be read is −1 (ids), `unknownTime` or NaN; the text of unreadable cells is kept.
package struct SourceLines: Sendable {
  /// Time of a line whose cell is blank or unreadable.
  package static let unknownTime = Int64.min
  /// No shop has quantities or prices beyond this: they are treated as unreadable.
  package static let absurdMagnitude = 1e12

  /// Codes into `customers`; −1 where blank.
  package var customer: SpillableColumn<Int32> = []
  /// Codes into `orders`; −1 where blank.
  package var order: SpillableColumn<Int32> = []
  /// Codes into `products`; −1 where blank, or where the source has no products.
  package var product: SpillableColumn<Int32> = []
  /// Microseconds since 1970-01-01 on the store's clock.
  package var time: SpillableColumn<Int64> = []
  /// Units; negative for a return; NaN where blank or unreadable.
  package var quantity: SpillableColumn<Double> = []
  /// In units of the currency; NaN where blank or unreadable.
  package var unitPrice: SpillableColumn<Double> = []
  /// Line of each row in its file, from 1; for Parquet the row, from 1.
  package var fileLine: SpillableColumn<Int32> = []
  /// Ids behind the codes of `customer`.
  package var customers = StringDictionary()
  /// Ids behind the codes of `order`.
  package var orders = StringDictionary()
  /// Ids behind the codes of `product`.
  package var products = StringDictionary()
  /// Columns that are carried along, in the order in which files bring them.
  package var extras: [ExtraColumn] = []
  /// Cells that hold something other than what the column needs; ascending by row.
  package var unreadable: [UnreadableCell] = []
  /// In the order in which they were read.
  package var files: [SourceFile] = []
  /// Which columns give the amounts.
  package var amount = AmountShape.quantityAndPrice
  /// What makes lines one order.
  package var orderIs = OrderDefinition.column
  /// By row: the order total that the line states, NaN where it cannot be read; empty for other shapes of amounts.
  package internal(set) var orderTotals: SpillableColumn<Double> = []
  /// By row, after `findDuplicates`: whether an earlier row is equal in every column.
  private(set) var duplicates: [ExactDuplicates.Mark]?
  /// By order code: whether its lines disagree about `order_total`; empty where there are no such totals.
  package internal(set) var conflictingOrders: [Bool] = []

  /// The first of the rows that were made of refunds, which come last; nil without any.
  package internal(set) var firstRefund: Int?
  /// Rows without a row in some joined file.
  package internal(set) var unmatched: Set<Int> = []
  /// Header of the column that states the currency of each line; nil where there is none.
  package internal(set) var currencyColumn: String?

  /// No lines.
  package init() {}

  /// Number of lines.
  package var count: Int { time.count }
  /// Orders whose lines disagree about `order_total`.
  package var conflictingOrderTotals: Int { conflictingOrders.count { $0 } }

  /// Looks for lines that are equal to an earlier one, once for validation and cleaning.
  package mutating func findDuplicates(context: ExecutionContext) throws(Cancelled) {
    if duplicates == nil { duplicates = try ExactDuplicates.marks(in: self, context: context) }
  }

  /// Files with lines that are equal to lines of earlier files, after `findDuplicates`: exports that overlap.
  package var overlappingFiles: [(file: SourceFile, repeated: Int)] {
    guard let duplicates else { return [] }
    return files.dropFirst().compactMap { file in
      let repeated = duplicates[file.firstRow..<file.firstRow + file.rows].count { $0 == .exportedBefore }
      return repeated > 0 ? (file, repeated) : nil
    }
  }

  /// Hands over the marks of `findDuplicates`.
  mutating func takeDuplicates(context: ExecutionContext) throws(Cancelled) -> [ExactDuplicates.Mark] {
    try findDuplicates(context: context)
    defer { duplicates = nil }
    return duplicates ?? []
  }

  /// The file that holds row `row`.
  package func file(ofRow row: Int) -> SourceFile { files[fileIndex(ofRow: row)] }

  /// Place of the file that holds row `row`.
  func fileIndex(ofRow row: Int) -> Int {
    max(0, files.partitioningIndex { $0.firstRow > row } - 1)
  }
}
