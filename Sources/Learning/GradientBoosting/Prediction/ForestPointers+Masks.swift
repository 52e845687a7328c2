// Operands are vectors throughout: with a scalar beside a vector the compiler goes lane by lane.

/// A mask of 32 leaves for each of sixteen rows.
private typealias LeafLanes = SIMD16<UInt32>

extension ForestPointers {
  /// Adds a tree's leaves to `sums` (in, out) of all rows of the block.
  func addMasked(_ tree: CompactForest.Tree, to sums: UnsafeMutablePointer<Double>) {
    let leaves = leaves + tree.firstLeaf
    withUnsafeTemporaryAllocation(of: LeafLanes.self, capacity: CompactForest.blockVectors) { masks in
      let masks = masks.baseAddress!
      if tree.words.count == 1 {
        writeMasks(of: tree.words.lowerBound, to: masks)
        Self.add(leaves, UnsafeRawPointer(masks).assumingMemoryBound(to: UInt32.self), to: sums)
      } else {
        addWide(tree.words, leaves, masks, to: sums)
      }
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
      add(values, to: sums + first)
    }
  }

  /// The leaf is in the first word that has any left; words come last to first.
  ///
  /// - Parameter masks: scratch, four vectors.
  private func addWide(
    _ words: Range<Int>, _ leaves: UnsafePointer<Double>, _ masks: UnsafeMutablePointer<LeafLanes>,
    to sums: UnsafeMutablePointer<Double>
  ) {
    withUnsafeTemporaryAllocation(of: LeafLanes.self, capacity: 2 * CompactForest.blockVectors) { scratch in
      let (found, bases) = (scratch.baseAddress!, scratch.baseAddress! + CompactForest.blockVectors)
      scratch.initialize(repeating: LeafLanes())
      for word in words {
        writeMasks(of: word, to: masks)
        let base = LeafLanes(repeating: UInt32(words.upperBound - 1 - word) * 32)
        for vector in 0..<CompactForest.blockVectors {
          let mask = masks[vector]
          // All bits where the word has a leaf left: the sign of mask | −mask.
          let isHere = unsafeBitCast(
            unsafeBitCast(mask | (LeafLanes() &- mask), to: SIMD16<Int32>.self) &>> SIMD16<Int32>(repeating: 31),
            to: LeafLanes.self)
          found[vector] = mask | (found[vector] & ~isHere)
          bases[vector] = (base & isHere) | (bases[vector] & ~isHere)
        }
      }
      let places = UnsafeRawPointer(bases).assumingMemoryBound(to: UInt32.self)
      let bits = UnsafeRawPointer(found).assumingMemoryBound(to: UInt32.self)
      for first in stride(from: 0, to: CompactForest.blockRows, by: 8) {
        var values = SIMD8<Double>()
        for lane in 0..<8 { values[lane] = leaves[Int(places[first + lane]) + bits[first + lane].trailingZeroBitCount] }
        Self.add(values, to: sums + first)
      }
    }
  }

  @inline(__always)
  private static func add(_ values: SIMD8<Double>, to sums: UnsafeMutablePointer<Double>) {
    let place = UnsafeMutableRawPointer(sums)
    place.storeBytes(of: place.loadUnaligned(as: SIMD8<Double>.self) + values, as: SIMD8<Double>.self)
  }
}

// MARK: - Tests

extension ForestPointers {
  /// Writes what the tests of a word leave of it to `masks` (out; four vectors).
  ///
  /// The two loops are written out, for the masks must stay in registers.
  private func writeMasks(of word: Int, to masks: UnsafeMutablePointer<LeafLanes>) {
    let (before, ends) = (word == 0 ? CompactForest.LeafWord() : words[word - 1], words[word])
    var mask0 = LeafLanes(repeating: .max)
    var (mask1, mask2, mask3) = (mask0, mask0, mask0)
    for place in Int(before.ends[3])..<Int(ends.ends[0]) {
      let (x, kept) = (block + Int(tests[place].lanes), LeafLanes(repeating: tests[place].kept))
      let threshold = ValueLanes(repeating: tests[place].threshold)
      mask0.replace(with: mask0 & kept, where: x[0] .> threshold)
      mask1.replace(with: mask1 & kept, where: x[1] .> threshold)
      mask2.replace(with: mask2 & kept, where: x[2] .> threshold)
      mask3.replace(with: mask3 & kept, where: x[3] .> threshold)
    }
    for place in Int(ends.ends[0])..<Int(ends.ends[1]) {
      let (x, kept) = (block + Int(tests[place].lanes), LeafLanes(repeating: tests[place].kept))
      let threshold = ValueLanes(repeating: tests[place].threshold)
      mask0.replace(with: mask0 & kept, where: .!(x[0] .<= threshold))
      mask1.replace(with: mask1 & kept, where: .!(x[1] .<= threshold))
      mask2.replace(with: mask2 & kept, where: .!(x[2] .<= threshold))
      mask3.replace(with: mask3 & kept, where: .!(x[3] .<= threshold))
    }
    (masks[0], masks[1], masks[2], masks[3]) = (mask0, mask1, mask2, mask3)
    if ends.ends[1] < ends.ends[3] { clearWhereZeroIsMissing(masks, ends.ends) }
    for place in Int(before.categoryEnd)..<Int(ends.categoryEnd) { clear(masks, categoryTests[place]) }
  }

  private func clearWhereZeroIsMissing(_ masks: UnsafeMutablePointer<LeafLanes>, _ ends: SIMD4<Int32>) {
    for place in Int(ends[1])..<Int(ends[3]) {
      let (x, kept) = (block + Int(tests[place].lanes), LeafLanes(repeating: tests[place].kept))
      let threshold = ValueLanes(repeating: tests[place].threshold)
      let tiny = ValueLanes(repeating: 1e-35)
      for vector in 0..<CompactForest.blockVectors {
        let isNotZero = (x[vector] .> tiny) .| (x[vector] .< -tiny)
        let isRight =
          place < Int(ends[2])
          ? (x[vector] .> threshold) .& isNotZero : .!((x[vector] .<= threshold) .& isNotZero)
        masks[vector].replace(with: masks[vector] & kept, where: isRight)
      }
    }
  }

  private func clear(_ masks: UnsafeMutablePointer<LeafLanes>, _ test: CompactForest.CategoryTest) {
    let words = categoryWords + Int(test.set.firstWord)
    let wordCount = Int(test.set.end) / 32
    let (first, end) = (ValueLanes(repeating: -1), ValueLanes(repeating: test.set.end))
    for vector in 0..<CompactForest.blockVectors {
      let x = block[Int(test.lanes) + vector]
      let isKnown = (x .> first) .& (x .< end)
      let value = ValueLanes().replacing(with: x, where: isKnown)
      let found = wordCount <= 16 ? Self.bits(value, words, wordCount) : Self.bits(value, words)
      let isLeft = LeafLanes().replacing(with: found, where: isKnown)
      // All bits are kept where the set's bit is 1.
      masks[vector] &= LeafLanes(repeating: test.kept) | (LeafLanes() &- isLeft)
    }
  }

  /// The bit of each category in a small set, without a look-up: each word goes to the lanes it is for.
  @inline(__always)
  private static func bits(_ values: ValueLanes, _ words: UnsafePointer<UInt32>, _ wordCount: Int) -> LeafLanes {
    let place = (values * ValueLanes(repeating: 1 / 32)).rounded(.towardZero)
    var bits = LeafLanes(repeating: words[0])
    for word in 1..<max(1, wordCount) {
      bits.replace(with: LeafLanes(repeating: words[word]), where: place .== ValueLanes(repeating: Float(word)))
    }
    // Adding 2²³ leaves a whole number in the low bits; a shift takes it modulo 32.
    let category = values.rounded(.towardZero) + ValueLanes(repeating: 0x1p23)
    return (bits &>> unsafeBitCast(category, to: LeafLanes.self)) & LeafLanes(repeating: 1)
  }

  /// The same of a large set.
  @inline(never)
  private static func bits(_ values: ValueLanes, _ words: UnsafePointer<UInt32>) -> LeafLanes {
    var bits = LeafLanes()
    for lane in 0..<LeafLanes.scalarCount {
      let category = Int32(values[lane])
      bits[lane] = words[Int(category >> 5)] >> UInt32(category & 31) & 1
    }
    return bits
  }
}
