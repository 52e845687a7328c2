import Numerics
import Retention
import Tables

/// The text columns that cleaned and rejected lines take from their source.
struct SourceTexts {
  private let source: SourceLines
  private let customers: StringColumn
  private let orders: StringColumn
  private let products: StringColumn
  private let files: StringColumn
  private let extras: [(name: String, codes: SpillableColumn<Int32>, strings: StringColumn)]

  init(_ source: SourceLines) {
    self.source = source
    customers = source.customers.asColumn()
    orders = source.orders.asColumn()
    products = source.products.asColumn()
    files = StringColumn(source.files.map(\.path))
    extras = source.extras.map { extra in
      switch extra.values {
      case .text(let codes, let dictionary): (extra.name, codes, dictionary.asColumn())
      }
    }
  }

  /// `customer_id`, `order_id` and `product_id`.
  func ids(_ rows: [Int32]) -> [Column] {
    [
      column("customer_id", source.customer, customers, rows), column("order_id", source.order, orders, rows),
      column("product_id", source.product, products, rows),
    ]
  }

  /// `source_file` and `source_line`.
  ///
  /// - Parameter rows: ascending.
  func places(_ rows: [Int32]) -> [Column] {
    var packed = PackedCodes(files)
    var file = 0
    let starts = source.files.map(\.firstRow)
    let lines = source.fileLine.pointer
    let names = packed.column("source_file", count: rows.count) { position in
      while file + 1 < starts.count, starts[file + 1] <= Int(rows[position]) { file += 1 }
      return Int32(file)
    }
    return withExtendedLifetime(source) { [names, .integers("source_line", rows.map { lines[Int($0)] })] }
  }

  /// The source's columns that no stage uses; they come last.
  ///
  /// - Parameter own: names of the columns before them.
  func carried(_ rows: [Int32], beside own: [String]) -> [Column] {
    zip(extras, Self.names(ofCarried: extras.map(\.name), beside: own)).map { extra, name in
      column(name, extra.codes, extra.strings, rows)
    }
  }

  private func column(
    _ name: String, _ codes: SpillableColumn<Int32>, _ strings: StringColumn, _ rows: [Int32]
  ) -> Column {
    var packed = PackedCodes(strings)
    let values = codes.pointer
    defer { withExtendedLifetime(codes) {} }
    return packed.column(name, count: rows.count) { values[Int(rows[$0])] }
  }
}

extension SourceTexts {
  /// The names of carried columns beside ours: a name that is taken gets the prefix `source_`.
  static func names(ofCarried names: [String], beside own: [String]) -> [String] {
    let own = Set(own)
    var taken = own.union(names)
    return names.map { name in
      guard own.contains(name) else { return name }
      var free = "source_\(name)"
      while !taken.insert(free).inserted { free = "source_\(free)" }
      return free
    }
  }
}

extension SourceLines {
  /// The amounts as read, if quantity and price differ from them: order totals, and amounts before winsorizing.
  func originalAmounts(_ rows: [Int32], _ originals: [OriginalAmount]?) -> [Column] {
    var columns: [Column] = []
    if let originals {
      var next = originals.partitioningIndex { $0.row >= Int(rows.first ?? 0) }
      var (quantities, prices) = ([Double](), [Double]())
      for row in rows {
        if next < originals.count, originals[next].row == Int(row) {
          quantities.append(originals[next].quantity)
          prices.append(originals[next].unitPrice)
          next += 1
        } else {
          quantities.append(quantity[Int(row)])
          prices.append(unitPrice[Int(row)])
        }
      }
      columns += [.doubles("source_quantity", quantities), .doubles("source_unit_price", prices)]
    }
    if amount == .orderTotal { columns.append(.doubles("order_total", rows.map { orderTotals[Int($0)] })) }
    return columns
  }
}
