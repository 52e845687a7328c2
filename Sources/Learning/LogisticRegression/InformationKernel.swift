import Numerics

/// Four columns of a block, eight rows of each.
struct ColumnQuad {
  var (a, b, c, d) = (Lanes(), Lanes(), Lanes(), Lanes())
}

extension ColumnQuad {
  @inline(__always)
  init(_ base: UnsafePointer<Double>, leadingDimension: Int) {
    a = UnsafeRawPointer(base).loadUnaligned(as: Lanes.self)
    b = UnsafeRawPointer(base + leadingDimension).loadUnaligned(as: Lanes.self)
    c = UnsafeRawPointer(base + 2 * leadingDimension).loadUnaligned(as: Lanes.self)
    d = UnsafeRawPointer(base + 3 * leadingDimension).loadUnaligned(as: Lanes.self)
  }

  @inline(__always)
  mutating func addProduct(_ factor: Lanes, _ columns: ColumnQuad) {
    a.addProduct(factor, columns.a)
    b.addProduct(factor, columns.b)
    c.addProduct(factor, columns.c)
    d.addProduct(factor, columns.d)
  }
}

/// Four by four products of columns, each still in eight parts: sixteen registers of sums.
struct ProductTile {
  var (a, b, c, d) = (ColumnQuad(), ColumnQuad(), ColumnQuad(), ColumnQuad())
}

/// Sums of products of all pairs of columns, over many blocks.
///
/// Columns go in fours; tile (i, j) holds the products of fours i and j, j ≤ i:
///
///     0
///     1 2
///     3 4 5        the lanes of a tile are added up only once, at the end
struct InformationSums: ~Copyable {
  let width: Int
  private let tiles: UnsafeMutablePointer<ProductTile>
  private let count: Int

  /// - Parameter width: columns, a multiple of four.
  init(width: Int) {
    precondition(width % 4 == 0, "columns go in fours")
    self.width = width
    let quads = width / 4
    count = quads * (quads + 1) / 2
    tiles = .allocate(capacity: count)
    tiles.initialize(repeating: ProductTile(), count: count)
  }

  deinit { tiles.deallocate() }
}

extension InformationSums {
  /// Adds zᵀ · z.
  ///
  /// - Parameter z: in; `rows` (whole lanes) × `width`, column-major with `leadingDimension` elements from one column to the next.
  func add(_ z: UnsafePointer<Double>, rows: Int, leadingDimension: Int) {
    var tile = tiles
    for i in 0..<width / 4 {
      for j in 0...i {
        Self.add(
          z + 4 * i * leadingDimension, z + 4 * j * leadingDimension, rows: rows, leadingDimension: leadingDimension,
          into: tile)
        tile += 1
      }
    }
  }

  @inline(__always)
  private static func add(
    _ left: UnsafePointer<Double>, _ right: UnsafePointer<Double>, rows: Int, leadingDimension: Int,
    into tile: UnsafeMutablePointer<ProductTile>
  ) {
    var sums = tile.pointee
    for row in stride(from: 0, to: rows, by: Lanes.scalarCount) {
      let (l, r) = (
        ColumnQuad(left + row, leadingDimension: leadingDimension),
        ColumnQuad(right + row, leadingDimension: leadingDimension)
      )
      sums.a.addProduct(l.a, r)
      sums.b.addProduct(l.b, r)
      sums.c.addProduct(l.c, r)
      sums.d.addProduct(l.d, r)
    }
    tile.pointee = sums
  }

  /// Adds the sums to the lower triangle of `information`, whose order may be less than `width`.
  func total(into information: inout Matrix<Double>) {
    let values = UnsafeRawPointer(tiles).assumingMemoryBound(to: Lanes.self)
    for row in 0..<information.rows {
      for column in 0...row {
        let tile = (row / 4) * (row / 4 + 1) / 2 + column / 4
        information[row, column] += values[tile * 16 + row % 4 * 4 + column % 4].sum()
      }
    }
  }
}
