import CivilTime
public import Numerics
public import Tables

/// All lines of the input in canonical columns, before anything is removed: element `i` of each array is line `i`.
///
/// A cell that is blank or cannot be read is −1 (ids), `unknownTime` or NaN; the text of unreadable cells is kept.
public struct SourceLines: Sendable {
  public static let unknownTime = Int64.min
  /// Quantities and prices beyond this are no shop's; they are treated as unreadable.
  public static let absurdMagnitude = 1e12

  /// Codes into `customers`, `orders` and `products`; −1 where blank.
  public var customer: SpillableColumn<Int32> = []
  public var order: SpillableColumn<Int32> = []
  public var product: SpillableColumn<Int32> = []
  /// Microseconds since 1970-01-01 on the store's clock.
  public var time: SpillableColumn<Int64> = []
  public var quantity: SpillableColumn<Double> = []
  public var unitPrice: SpillableColumn<Double> = []
  /// Line of each row in its file, from 1; for Parquet the row, from 1.
  public var fileLine: SpillableColumn<Int32> = []
  public var customers = StringDictionary()
  public var orders = StringDictionary()
  public var products = StringDictionary()
  public var extras: [ExtraColumn] = []
  /// Cells that hold something, but not what the column needs; ascending by row.
  public var unreadable: [UnreadableCell] = []
  public var files: [SourceFile] = []
  public var amount = AmountShape.quantityAndPrice
  /// By row: the order's total that the line states, NaN where it cannot be read; empty for other shapes of amounts.
  public internal(set) var orderTotals: SpillableColumn<Double> = []
  /// By row, once they were looked for: whether an earlier row is equal in every column.
  private(set) var duplicates: [ExactDuplicates.Mark]?
  /// By order code: whether its lines disagree about `order_total`; empty where there are no such totals.
  public internal(set) var conflictingOrders: [Bool] = []

  public init() {}

  public var count: Int { time.count }
  /// Orders whose lines disagree about `order_total`.
  public var conflictingOrderTotals: Int { conflictingOrders.count { $0 } }

  /// Looks for lines that equal an earlier one, so that validation and cleaning need not both do it.
  public mutating func findDuplicates(context: ExecutionContext) throws(Cancelled) {
    if duplicates == nil { duplicates = try ExactDuplicates.marks(in: self, context: context) }
  }

  /// Files with lines that equal lines of earlier files, once these were looked for: exports that overlap.
  public var overlappingFiles: [(file: SourceFile, repeated: Int)] {
    guard let duplicates else { return [] }
    return files.dropFirst().compactMap { file in
      let repeated = duplicates[file.firstRow..<file.firstRow + file.rows].count { $0 == .exportedBefore }
      return repeated > 0 ? (file, repeated) : nil
    }
  }

  /// The marks of `findDuplicates`, which are then no longer held here.
  mutating func takeDuplicates(context: ExecutionContext) throws(Cancelled) -> [ExactDuplicates.Mark] {
    try findDuplicates(context: context)
    defer { duplicates = nil }
    return duplicates ?? []
  }

  /// By order code: whether the id begins with a cancellation prefix.
  func cancelledOrders(prefixes: [String], context: ExecutionContext) throws(Cancelled) -> [Bool] {
    let prefixes = prefixes.map { Array($0.utf8) }
    var isCancelled = [Bool](repeating: false, count: orders.count)
    try context.forEachBlock(of: orders.count) { codes in
      for code in codes {
        isCancelled[code] = orders.withBytes(of: Int32(code)) { id in prefixes.contains { id.starts(with: $0) } }
      }
    }
    return isCancelled
  }

  /// The file that holds row `row`.
  public func file(ofRow row: Int) -> SourceFile { files[fileIndex(ofRow: row)] }

  /// Place of the file that holds row `row`.
  func fileIndex(ofRow row: Int) -> Int {
    max(0, files.partitioningIndex { $0.firstRow > row } - 1)
  }
}
