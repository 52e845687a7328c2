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

/// Adds the levels of `input.rows` (at most `packedCapacity`) to `sums` (in, out): `scratchBins` a column.
func accumulatePacked(
  _ input: HistogramInput, levels: UnsafePointer<PackedGradient>, into sums: UnsafeMutablePointer<PackedSums>
) {
  let first = input.columns.first ?? 0
  let isDense = input.columns.last == first + input.columns.count - 1
  let ahead = max(0, input.rows.count - prefetchDistance)
  for place in 0..<input.rows.count {
    let row = Int(input.rows[place])
    if place < ahead {
      let next = Int(input.rows[place &+ prefetchDistance])
      let line = input.bins + next &* input.stride
      prefetch_line(line)
      prefetch_line(line + 32)
      prefetch_line(levels + next)
    }
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

/// Moves packed sums to the planes of a histogram, and leaves zeros behind.
func unpack(
  _ sums: UnsafeMutablePointer<PackedSums>, _ layout: HistogramLayout, adding: Bool, into cells: HistogramCells
) {
  for position in layout.columns.indices {
    let source = UnsafeMutableRawPointer(sums + position * scratchBins)
    let target = cells.from(layout.offsets[position])
    for bin in stride(from: 0, to: layout.widths[position], by: 8) {
      let packed = source.loadUnaligned(fromByteOffset: bin * 8, as: SIMD8<PackedSums>.self)
      source.storeBytes(of: .zero, toByteOffset: bin * 8, as: SIMD8<PackedSums>.self)
      store(doubles(packed &>> 40), target.gradient + bin, adding)
      store(doubles(packed &>> 16 & 0xFF_FFFF), target.hessian + bin, adding)
      store(doubles(packed & 0xFFFF), target.count + bin, adding)
    }
  }
}

/// Whole numbers below 2⁵¹ as doubles: added to the bits of 1.5 · 2⁵² they are the last bits of its fraction.
@inline(__always)
private func doubles(_ integers: SIMD8<Int64>) -> SIMD8<Double> {
  unsafeBitCast(integers &+ 0x4338_0000_0000_0000, to: SIMD8<Double>.self) - 0x1.8p52
}

@inline(__always)
private func store(_ lanes: SIMD8<Double>, _ target: UnsafeMutablePointer<Double>, _ adding: Bool) {
  let target = UnsafeMutableRawPointer(target)
  let sum = adding ? lanes + target.loadUnaligned(as: SIMD8<Double>.self) : lanes
  target.storeBytes(of: sum, as: SIMD8<Double>.self)
}

// MARK: - Wide

/// Wide sums of a bin: gradient, hessian, count, nothing.
typealias WideSums = SIMD4<Double>

/// Adds the levels of `input.rows` to `sums` (in, out): `scratchBins` a column.
func accumulateWide(
  _ input: HistogramInput, pairs: UnsafePointer<SIMD2<Float>>, quantizer: GradientQuantizer,
  into sums: UnsafeMutablePointer<WideSums>
) {
  for place in input.rows {
    let row = Int(place)
    let levels = quantizer.wideLevels(pairs[row])
    let lanes = WideSums(levels.gradient, levels.hessian, 1, 0)
    let bins = input.bins + row &* input.stride
    for position in 0..<input.columns.count {
      sums[position &* scratchBins &+ Int(bins[input.columns[position]])] += lanes
    }
  }
}

/// Moves wide sums to the planes of a histogram, and leaves zeros behind.
func unpack(_ sums: UnsafeMutablePointer<WideSums>, _ layout: HistogramLayout, into cells: HistogramCells) {
  for position in layout.columns.indices {
    let source = sums + position * scratchBins
    let target = cells.from(layout.offsets[position])
    for bin in 0..<layout.widths[position] {
      let lanes = source[bin]
      target.gradient[bin] = lanes.x
      target.hessian[bin] = lanes.y
      target.count[bin] = lanes.z
      source[bin] = .zero
    }
  }
}
