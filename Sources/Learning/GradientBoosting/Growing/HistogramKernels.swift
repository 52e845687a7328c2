import CIntrinsics

/// What a histogram kernel reads; pointers live as long as the pass.
struct HistogramInput {
  /// Row after row.
  let bins: UnsafePointer<UInt8>
  let stride: Int
  let columns: UnsafeBufferPointer<Int>
  /// Ascending places in `bins`.
  let rows: UnsafeBufferPointer<Int32>
}

/// Bins of a feature in scratch space, used or not.
let scratchBins = 256

/// How many rows ahead memory is prefetched: the rows of a small leaf lie far apart.
private let prefetchDistance = 16

// MARK: - Packed

/// Packed sums of a bin: gradient in 24 bits, hessian in 24, count in 16.
typealias PackedSums = Int64

/// Rows whose packed sums fit: 127 · 65,535 < 2²³, 255 · 65,535 < 2²⁴.
let packedCapacity = 65_535

/// Asks for the bins and the levels of a row that will be added soon.
@inline(__always)
private func prefetch<Level>(_ input: HistogramInput, _ levels: UnsafePointer<Level>, place: Int) {
  let row = Int(input.rows[place])
  let line = input.bins + row &* input.stride
  prefetch_line(line)
  prefetch_line(line + 32)
  prefetch_line(levels + row)
}

/// Adds the levels of `input.rows` (at most `packedCapacity`) to `sums` (in, out): `scratchBins` a column.
func accumulatePacked(
  _ input: HistogramInput, levels: UnsafePointer<PackedGradient>, into sums: UnsafeMutablePointer<PackedSums>
) {
  let first = input.columns.first ?? 0
  let isDense = input.columns.last == first + input.columns.count - 1
  let ahead = max(0, input.rows.count - prefetchDistance)
  for place in 0..<input.rows.count {
    let row = Int(input.rows[place])
    if place < ahead { prefetch(input, levels, place: place &+ prefetchDistance) }
    let level = levels[row]
    let packed = PackedSums(level >> 8) &<< 40 | PackedSums(level & 0xFF) &<< 16 | 1
    let bins = input.bins + row &* input.stride
    if isDense {
      add(packed, bins + first, count: input.columns.count, into: sums)
    } else {
      for position in 0..<input.columns.count {
        sums[position &* scratchBins &+ Int(bins[input.columns[position]])] &+= packed
      }
    }
  }
}

@inline(__always)
private func add(
  _ packed: PackedSums, _ bins: UnsafePointer<UInt8>, count: Int, into sums: UnsafeMutablePointer<PackedSums>
) {
  var position = 0
  var cells = sums
  while position &+ 8 <= count {
    // One load for eight bins, and distances known to the compiler: the limit is one store per cycle.
    let eight = UnsafeRawPointer(bins + position).loadUnaligned(as: SIMD8<UInt8>.self)
    addEight(packed, unsafeBitCast(eight, to: UInt64.self).littleEndian, cells)
    position &+= 8
    cells += 8 &* scratchBins
  }
  while position < count {
    cells[Int(bins[position])] &+= packed
    position &+= 1
    cells += scratchBins
  }
}

@inline(__always)
private func addEight(_ packed: PackedSums, _ bins: UInt64, _ cells: UnsafeMutablePointer<PackedSums>) {
  var bins = bins
  for pair in 0..<4 {
    cells[2 &* pair &* scratchBins &+ Int(UInt8(truncatingIfNeeded: bins))] &+= packed
    cells[(2 &* pair &+ 1) &* scratchBins &+ Int(UInt8(truncatingIfNeeded: bins &>> 8))] &+= packed
    bins = bins &>> 16
  }
}

/// Moves packed sums of the columns at `positions` of the layout to the cells of a histogram, and leaves zeros behind.
func unpack(
  _ sums: UnsafeMutablePointer<PackedSums>, _ layout: HistogramLayout, positions: Range<Int>, adding: Bool,
  into cells: HistogramCells
) {
  let countBits = SIMD8(repeating: Int64(cells.countBits))
  for position in positions {
    let source = UnsafeMutableRawPointer(sums + position * scratchBins)
    let target = UnsafeMutableRawPointer(cells.first + layout.offsets[position]).assumingMemoryBound(to: Int64.self)
    for bin in stride(from: 0, to: layout.widths[position], by: 8) {
      let packed = source.loadUnaligned(fromByteOffset: bin * 8, as: SIMD8<PackedSums>.self)
      source.storeBytes(of: .zero, toByteOffset: bin * 8, as: SIMD8<PackedSums>.self)
      var gradients = packed &>> 40
      var others = (packed &>> 16 & 0xFF_FFFF) &<< countBits | packed & 0xFFFF
      if adding {
        gradients &+= load_even(target + 2 * bin)
        others &+= load_odd(target + 2 * bin)
      }
      store_even_odd(target + 2 * bin, gradients, others)
    }
  }
}

// MARK: - Wide

/// Adds the levels of `input.rows` to the cells of its columns (in, out).
///
/// - Parameter offsets: first cell of each of the columns.
func accumulateWide(
  _ input: HistogramInput, levels: UnsafePointer<WideGradient>, offsets: UnsafePointer<Int>,
  into cells: HistogramCells
) {
  let first = input.columns.first ?? 0
  let isDense = input.columns.last == first + input.columns.count - 1
  let ahead = max(0, input.rows.count - prefetchDistance)
  for place in 0..<input.rows.count {
    let row = Int(input.rows[place])
    if place < ahead { prefetch(input, levels, place: place &+ prefetchDistance) }
    let level = levels[row]
    let cell = HistogramCell(Int64(level.x), Int64(level.y) &<< Int64(cells.countBits) | 1)
    let bins = input.bins + row &* input.stride
    if isDense {
      add(cell, bins + first, count: input.columns.count, offsets, into: cells.first)
    } else {
      for position in 0..<input.columns.count {
        cells.first[offsets[position] &+ Int(bins[input.columns[position]])] &+= cell
      }
    }
  }
}

@inline(__always)
private func add(
  _ levels: HistogramCell, _ bins: UnsafePointer<UInt8>, count: Int, _ offsets: UnsafePointer<Int>,
  into cells: UnsafeMutablePointer<HistogramCell>
) {
  var position = 0
  while position &+ 8 <= count {
    var eight = UnsafeRawPointer(bins + position).loadUnaligned(as: UInt64.self).littleEndian
    for lane in 0..<8 {
      cells[offsets[position &+ lane] &+ Int(UInt8(truncatingIfNeeded: eight))] &+= levels
      eight = eight &>> 8
    }
    position &+= 8
  }
  while position < count {
    cells[offsets[position] &+ Int(bins[position])] &+= levels
    position &+= 1
  }
}
