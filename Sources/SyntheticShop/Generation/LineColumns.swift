/// Order lines as typed columns, for Parquet and Arrow. A cell without a value of its type (a blank customer, words in
/// place of a number or a time) is null.
package struct LineColumns: Sendable {
  package let orderIDs: TextColumn
  package let productIDs: TextColumn
  package let descriptions: TextColumn
  package let quantities: NullableColumn<Double>
  /// Microseconds since 1970-01-01, store-local.
  package let times: NullableColumn<Int64>
  /// Pounds.
  package let unitPrices: NullableColumn<Double>
  /// Null where blank.
  package let customerIDs: TextColumn
  package let countries: TextColumn

  /// Values with a validity flag each; a null has the value 0.
  package struct NullableColumn<Value: Sendable>: Sendable {
    package let values: [Value]
    package let isValid: [Bool]
  }

  /// UTF-8 text in Arrow's layout: value i is `bytes[offsets[i]..<offsets[i + 1]]`.
  package struct TextColumn: Sendable {
    /// The values, one after the other.
    package internal(set) var bytes: [UInt8] = []
    /// One more element than there are values.
    package internal(set) var offsets: [Int32] = [0]
    package internal(set) var isValid: [Bool] = []
  }
}

extension LineBlock {
  /// The lines as typed columns, in the order of `columnNames`.
  package func columns() -> LineColumns {
    LineColumns(
      orderIDs: text { appendOrderID($0, to: &$1) },
      productIDs: text { appendProductID($0, to: &$1) },
      descriptions: text { $1.append(contentsOf: catalogue.descriptions[Int(products[$0])].utf8) },
      quantities: nullable(quantities, nullAt: .unparsableQuantity) { Double($0) },
      times: nullable(times, nullAt: .unparsableDate) { $0 },
      unitPrices: nullable(unitPrices, nullAt: .unparsablePrice) { Double($0) / 100 },
      customerIDs: text(nullAt: .blankCustomer) { appendCustomerID($0, to: &$1) },
      countries: text { $1.append(contentsOf: Countries.cells[Int(countries[$0])]) })
  }

  private func nullable<Stored, Value>(
    _ stored: [Stored], nullAt defect: InjectedDefect, _ value: (Stored) -> Value
  ) -> LineColumns.NullableColumn<Value> where Value: Sendable & ExpressibleByIntegerLiteral {
    LineColumns.NullableColumn(
      values: stored.indices.map { dirt[$0] == defect ? 0 : value(stored[$0]) }, isValid: dirt.map { $0 != defect })
  }

  private func text(
    nullAt defect: InjectedDefect? = nil, _ appendCell: (Int, inout [UInt8]) -> Void
  ) -> LineColumns.TextColumn {
    var column = LineColumns.TextColumn()
    column.offsets.reserveCapacity(count + 1)
    column.isValid.reserveCapacity(count)
    for line in 0..<count {
      appendCell(line, &column.bytes)
      column.offsets.append(Int32(column.bytes.count))
      column.isValid.append(defect == nil || dirt[line] != defect)
    }
    return column
  }
}
