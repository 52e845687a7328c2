/// A mask of 32 leaves for each of sixteen rows.
private typealias LeafLanes = SIMD16<UInt32>
/// For each of the 64 rows of a block.
private typealias BlockMasks = (LeafLanes, LeafLanes, LeafLanes, LeafLanes)

extension ForestPointers {
  /// Adds a tree's leaves to `sums` (in, out) of all rows of the block.
  @inline(__always)
  func addMasked(_ tree: CompactForest.Tree, to sums: UnsafeMutablePointer<Double>) {
    let leaves = leaves + tree.firstLeaf
    var masks = masks(of: tree.words.lowerBound)
    if tree.words.count == 1 {
      withUnsafeBytes(of: &masks) { masks in
        Self.add(leaves, masks.assumingMemoryBound(to: UInt32.self).baseAddress!, to: sums)
      }
    } else {
      addWide(tree.words, masks, leaves, to: sums)
    }
  }

  /// Eight rows at a time, which makes the look-up a gather.
  @inline(__always)
  private static func add(
    _ leaves: UnsafePointer<Double>, _ masks: UnsafePointer<UInt32>, to sums: UnsafeMutablePointer<Double>
  ) {
    for first in stride(from: 0, to: CompactForest.blockRows, by: 8) {
      var values = SIMD8<Double>()
      for lane in 0..<8 { values[lane] = leaves[masks[first + lane].trailingZeroBitCount] }
      let place = UnsafeMutableRawPointer(sums + first)
      place.storeBytes(of: place.loadUnaligned(as: SIMD8<Double>.self) + values, as: SIMD8<Double>.self)
    }
  }

  /// The leaf is in the first word that has any left; words come last to first.
  @inline(never)
  private func addWide(
    _ words: Range<Int>, _ last: BlockMasks, _ leaves: UnsafePointer<Double>, to sums: UnsafeMutablePointer<Double>
  ) {
    var found = last
    let lastBase = LeafLanes(repeating: UInt32(words.count - 1) * 32)
    var bases: BlockMasks = (lastBase, lastBase, lastBase, lastBase)
    for word in words.dropFirst() {
      let masks = masks(of: word)
      let base = LeafLanes(repeating: UInt32(words.upperBound - 1 - word) * 32)
      Self.prefer(masks.0, base, &found.0, &bases.0)
      Self.prefer(masks.1, base, &found.1, &bases.1)
      Self.prefer(masks.2, base, &found.2, &bases.2)
      Self.prefer(masks.3, base, &found.3, &bases.3)
    }
    withUnsafeBytes(of: &found) { found in
      withUnsafeBytes(of: &bases) { bases in
        let (found, bases) = (found.assumingMemoryBound(to: UInt32.self), bases.assumingMemoryBound(to: UInt32.self))
        for row in 0..<CompactForest.blockRows {
          sums[row] += leaves[Int(bases[row]) + found[row].trailingZeroBitCount]
        }
      }
    }
  }

  @inline(__always)
  private static func prefer(
    _ masks: LeafLanes, _ base: LeafLanes, _ found: inout LeafLanes, _ bases: inout LeafLanes
  ) {
    let isHere = masks .!= 0
    found.replace(with: masks, where: isHere)
    bases.replace(with: base, where: isHere)
  }

  // MARK: - Tests

  /// What the tests of a word leave of it.
  @inline(__always)
  private func masks(of word: Int) -> BlockMasks {
    let all = LeafLanes(repeating: .max)
    var masks: BlockMasks = (all, all, all, all)
    let (before, ends) = (word == 0 ? CompactForest.LeafWord() : words[word - 1], words[word])
    clear(&masks, before.ends[3], ends.ends[0], MissingLeft.self)
    clear(&masks, ends.ends[0], ends.ends[1], MissingRight.self)
    clear(&masks, ends.ends[1], ends.ends[2], ZeroLeft.self)
    clear(&masks, ends.ends[2], ends.ends[3], ZeroRight.self)
    if before.categoryEnd < ends.categoryEnd { clearByCategory(&masks, before.categoryEnd, ends.categoryEnd) }
    return masks
  }

  @inline(__always)
  private func clear(_ masks: inout BlockMasks, _ start: Int32, _ end: Int32, _ rule: (some LaneRule).Type) {
    var place = Int(start)
    while place < Int(end) {
      let test = tests[place]
      let values = block + Int(test.lanes)
      let threshold = ValueLanes(repeating: test.threshold)
      let kept = LeafLanes(repeating: test.kept)
      masks.0.replace(with: masks.0 & kept, where: rule.goesRight(values[0], threshold))
      masks.1.replace(with: masks.1 & kept, where: rule.goesRight(values[1], threshold))
      masks.2.replace(with: masks.2 & kept, where: rule.goesRight(values[2], threshold))
      masks.3.replace(with: masks.3 & kept, where: rule.goesRight(values[3], threshold))
      place += 1
    }
  }

  @inline(never)
  private func clearByCategory(_ masks: inout BlockMasks, _ start: Int32, _ end: Int32) {
    withUnsafeMutableBytes(of: &masks) { masks in
      let masks = masks.assumingMemoryBound(to: UInt32.self)
      for place in Int(start)..<Int(end) {
        let test = categoryTests[place]
        let values = UnsafeRawPointer(block + Int(test.lanes)).assumingMemoryBound(to: Float.self)
        for row in 0..<CompactForest.blockRows {
          masks[row] &= contains(values[row], test.set) ? .max : test.kept
        }
      }
    }
  }
}

// MARK: - Rules

/// Sixteen rows' answers to a test, as `CompactForest.Rule` says.
private protocol LaneRule {
  static func goesRight(_ values: ValueLanes, _ threshold: ValueLanes) -> SIMDMask<SIMD16<Int32>>
}

private enum MissingLeft: LaneRule {
  @inline(__always)
  static func goesRight(_ values: ValueLanes, _ threshold: ValueLanes) -> SIMDMask<SIMD16<Int32>> {
    values .> threshold
  }
}

private enum MissingRight: LaneRule {
  @inline(__always)
  static func goesRight(_ values: ValueLanes, _ threshold: ValueLanes) -> SIMDMask<SIMD16<Int32>> {
    .!(values .<= threshold)
  }
}

private enum ZeroLeft: LaneRule {
  @inline(__always)
  static func goesRight(_ values: ValueLanes, _ threshold: ValueLanes) -> SIMDMask<SIMD16<Int32>> {
    (values .> threshold) .& isNotZero(values)
  }
}

private enum ZeroRight: LaneRule {
  @inline(__always)
  static func goesRight(_ values: ValueLanes, _ threshold: ValueLanes) -> SIMDMask<SIMD16<Int32>> {
    .!((values .<= threshold) .& isNotZero(values))
  }
}

@inline(__always)
private func isNotZero(_ values: ValueLanes) -> SIMDMask<SIMD16<Int32>> {
  (values .> 1e-35) .| (values .< -1e-35)
}
