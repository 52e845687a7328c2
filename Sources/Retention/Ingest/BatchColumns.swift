import Numerics
import Tables

/// The columns of the lines while a batch is appended to them: each task fills columns of its own, so tasks can run in
/// parallel.
final class BatchColumns: @unchecked Sendable {  // no column belongs to two tasks
  private var customer: IDCells
  private var order: IDCells
  private var product: IDCells
  private var quantity: NumberCells
  private var unitPrice: NumberCells
  private var time: SpillableColumn<Int64>
  private var unreadableTimes: [UnreadableCell] = []
  private var times: TimeColumn
  private var fileLine: SpillableColumn<Int32>
  private var extras: [(name: String, cells: IDCells)]
  /// Values of this batch for each of the lines' extra columns; nil where the file lacks the column.
  private let extraValues: [ColumnValues?]

  enum Task: Int, CaseIterable {
    // The longest first.
    case order, extras, customer, product, time, quantity, unitPrice, fileLine
  }

  /// Takes the columns out of `lines`, so that they can grow in place.
  init(taking lines: inout SourceLines, _ times: inout TimeColumn, extras: [Column]) {
    customer = IDCells(taking: &lines.customer, &lines.customers)
    order = IDCells(taking: &lines.order, &lines.orders)
    product = IDCells(taking: &lines.product, &lines.products)
    quantity = NumberCells(taking: &lines.quantity)
    unitPrice = NumberCells(taking: &lines.unitPrice)
    time = []
    swap(&time, &lines.time)
    fileLine = []
    swap(&fileLine, &lines.fileLine)
    self.times = TimeColumn(zone: nil, order: nil, format: nil, nullWords: NullWords([]))
    swap(&self.times, &times)
    self.extras = []
    extraValues = lines.extras.map { extra in extras.first { $0.name == extra.name }?.values }
    for index in lines.extras.indices {
      guard case .text(var codes, var dictionary) = lines.extras[index].values else { continue }
      lines.extras[index].values = .text(codes: [], dictionary: StringDictionary())
      self.extras.append((lines.extras[index].name, IDCells(taking: &codes, &dictionary)))
    }
  }

  /// Puts the columns back.
  ///
  /// - Returns: what the times have shown.
  func release(to lines: inout SourceLines) -> TimeColumn {
    (lines.customer, lines.customers) = (customer.codes, customer.dictionary)
    (lines.order, lines.orders) = (order.codes, order.dictionary)
    (lines.product, lines.products) = (product.codes, product.dictionary)
    (lines.quantity, lines.unitPrice) = (quantity.values, unitPrice.values)
    (lines.time, lines.fileLine) = (time, fileLine)
    for index in extras.indices {
      lines.extras[index].values = .text(codes: extras[index].cells.codes, dictionary: extras[index].cells.dictionary)
    }
    lines.unreadable += unreadableTimes + quantity.unreadable + unitPrice.unreadable
    return times
  }

  /// Marks found beside the amounts of the batch.
  var currencies: Set<String> { quantity.currencies.union(unitPrice.currencies) }

  func run(
    _ task: Task, _ batch: TableBatch, _ bound: BoundMapping, _ format: NumberFormat, _ scale: AmountScale, start: Int
  ) {
    let rows = batch.table.rowCount
    func values(_ column: CanonicalColumn) -> ColumnValues? {
      bound.positions[column].map { batch.table.columns[$0].values }
    }
    switch task {
    case .customer: customer.append(ids: values(.customerID), rows: rows)
    case .order: order.append(ids: values(.orderID), rows: rows)
    case .product: product.append(ids: values(.productID), rows: rows)
    case .quantity:
      quantity.append(values(.quantity), rows: rows, format: format, column: .quantity, start: start)
    case .unitPrice:
      unitPrice.append(values(.unitPrice), rows: rows, format: format, scale, column: .unitPrice, start: start)
    case .time:
      if let position = bound.positions[.orderDatetime] {
        times.append(batch.table.columns[position], start: start, to: &time, &unreadableTimes)
      }
    case .fileLine:
      fileLine.append(rows) { target in
        for row in 0..<rows { target[row] = Int32(clamping: batch.fileLine(ofRow: row)) }
      }
    case .extras:
      for index in extras.indices { extras[index].cells.append(text: extraValues[index], rows: rows) }
    }
  }
}

/// A column of ids or other text and its dictionary.
struct IDCells {
  var codes: SpillableColumn<Int32> = []
  var dictionary = StringDictionary()

  init() {}

  init(taking codes: inout SpillableColumn<Int32>, _ dictionary: inout StringDictionary) {
    swap(&self.codes, &codes)
    swap(&self.dictionary, &dictionary)
  }

  /// - Parameter ids: nil where the file has no such column.
  mutating func append(ids: ColumnValues?, rows: Int) {
    guard let ids else { return codes.append(repeating: -1, count: rows) }
    ColumnCells.appendIDs(ids, to: &codes, &dictionary)
  }

  /// Text stays as it is; other types become text.
  mutating func append(text: ColumnValues?, rows: Int) {
    switch text {
    case .dictionary(let column)?: codes.append(contentsOf: dictionary.codes(for: column))
    case .string(let column)?: codes.append(contentsOf: dictionary.codes(for: column))
    default: append(ids: text, rows: rows)
    }
  }
}

/// A column of numbers, and what could not be read as one.
struct NumberCells {
  private(set) var values: SpillableColumn<Double> = []
  private(set) var unreadable: [UnreadableCell] = []
  private(set) var currencies: Set<String> = []

  init(taking values: inout SpillableColumn<Double>) {
    swap(&self.values, &values)
  }

  /// NaN for all rows where the file has no such column.
  ///
  /// - Parameter scale: of amounts; quantities have none.
  mutating func append(
    _ cells: ColumnValues?, rows: Int, format: NumberFormat, _ scale: AmountScale = .one, column: CanonicalColumn,
    start: Int
  ) {
    guard let cells else { return values.append(repeating: .nan, count: rows) }
    var unreadable: [UnreadableCell] = []
    ColumnCells.appendNumbers(cells, format: format, to: &values, currencies: &currencies) { row, text in
      unreadable.append(UnreadableCell(row: start + row, column: column, text: text))
    }
    values.withMutableValues { values in
      for row in start..<start + rows where abs(values[row]) > SourceLines.absurdMagnitude {
        unreadable.append(UnreadableCell(row: row, column: column, text: String(values[row])))
        values[row] = .nan
      }
      if scale != .one { scale.apply(to: values, start..<start + rows) }
    }
    self.unreadable += unreadable
  }
}
