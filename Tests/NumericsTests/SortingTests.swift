import Numerics
import Testing

@Suite("Ascending orders") struct AscendingOrderTests {
  private static func plain(_ values: [Double], from order: [Int32]? = nil) -> [Int32] {
    let places = order ?? (0..<Int32(values.count)).map { $0 }
    return places.enumerated().sorted { (values[Int($0.element)], $0.offset) < (values[Int($1.element)], $1.offset) }
      .map(\.element)
  }

  @Test("few and many values, with ties, signs, both zeros and infinities", arguments: [0, 1, 7, 511, 512, 5000])
  func sameAsComparing(count: Int) {
    var random = PhiloxGenerator(seed: 3, stream: UInt64(count))
    let special: [Double] = [
      0, -0.0, .infinity, -.infinity, .leastNonzeroMagnitude, -.leastNonzeroMagnitude, .greatestFiniteMagnitude,
    ]
    let values = (0..<count).map { index in
      index % 3 == 0 ? special[random.index(below: special.count)] : (random.normal() * 8).rounded() / 4
    }
    #expect(ascendingOrder(of: values) == Self.plain(values))
  }

  @Test("several keys, the last one first, are a lexicographic order")
  func lexicographic() {
    var random = PhiloxGenerator(seed: 4)
    let rows = (0..<2000).map { _ in (Double(random.index(below: 5)), Double(random.index(below: 7)) - 3) }
    let order = ascendingOrder(of: rows.map(\.0), from: ascendingOrder(of: rows.map(\.1)))
    let expected = rows.indices.sorted { (rows[$0].0, rows[$0].1, $0) < (rows[$1].0, rows[$1].1, $1) }
    #expect(order.map(Int.init) == expected)
  }
}

@Suite("Matrices in pieces") struct MatrixFillingTests {
  private static let rows = 70_000
  private static let matrix = Matrix(columns: (0..<3).map { column in (0..<rows).map { Double(column * rows + $0) } })

  @Test("rows by their places, and matrices on top of each other", arguments: [1, 3])
  func selecting(threads: Int) throws {
    let context = ExecutionContext.threads(threads)
    let places = (0..<Self.rows).filter { $0 % 3 != 1 }.reversed() + [5, 5]
    let selected = try Self.matrix.selectingRows(places, context: context)
    #expect(selected == Self.matrix.selectingRows(places))
    let stacked = try Matrix(stacking: [selected, Matrix(rows: 0, columns: 3), Self.matrix], context: context)
    #expect(stacked.rows == places.count + Self.rows)
    for column in 0..<3 { #expect(stacked.column(column) == selected.column(column) + Self.matrix.column(column)) }
  }

  @Test("no rows and no columns")
  func empty() throws {
    #expect(try Self.matrix.selectingRows([], context: .serial) == Matrix(rows: 0, columns: 3))
    let none = try Matrix<Double>(rows: 4, columns: 0, context: .serial) { _, _, _ in }
    #expect(none == Matrix(rows: 4, columns: 0))
  }
}
