import Numerics

/// Losses of two predictions summed over what is drawn together.
struct LossUnits: Sendable {
  /// First loss, second loss, their difference and the number of rows, of each unit.
  let sums: [SIMD4<Double>]
  /// Whether all losses are at least 0.
  let areNotNegative: Bool

  /// - Parameter customers: units are in their ascending order; nil makes each row a unit.
  init(_ first: [Double], _ second: [Double], _ customers: [Int32]?) {
    let rows = first.indices.map { SIMD4(first[$0], second[$0], first[$0] - second[$0], 1) }
    areNotNegative = first.allSatisfy { $0 >= 0 } && second.allSatisfy { $0 >= 0 }
    guard let customers else {
      sums = rows
      return
    }
    let groups = TieGroups(customers.map(Double.init))
    sums = (0..<groups.count).map { group in groups[group].reduce(.zero) { $0 + rows[Int($1)] } }
  }

  var total: SIMD4<Double> { sums.reduce(.zero, +) }
}

extension LossUnits {
  /// Sums of each resample, in order.
  func resampled(_ resampling: LossResampling, context: ExecutionContext) throws(Cancelled) -> [LossSums] {
    let philox = Philox(seed: resampling.seed)
    let groups = (resampling.resamples + Self.groupSize - 1) / Self.groupSize
    // The streams of a resampling follow each other, those of others are elsewhere.
    let stream = resampling.stream &<< 32
    let all = try context.reduce(of: sums.count, chunkSize: 1 << 14, into: ResampleSums(groups * Self.groupSize)) {
      units in
      var result = ResampleSums(groups * Self.groupSize)
      result.lanes.withUnsafeMutableBufferPointer { lanes in
        for group in 0..<groups {
          add(units, philox, stream: stream &+ UInt64(group), to: lanes.baseAddress! + group * Self.groupSize)
        }
      }
      return result
    }
    return all.lanes.prefix(resampling.resamples).map(LossSums.init)
  }

  /// Resamples whose weights come from one block of random bits, a byte each.
  private static let groupSize = 16

  private func add(
    _ units: Range<Int>, _ philox: Philox, stream: UInt64, to lanes: UnsafeMutablePointer<SIMD4<Double>>
  ) {
    Self.weights.withUnsafeBufferPointer { weights in
      sums.withUnsafeBufferPointer { sums in
        for unit in units {
          let block = philox.block(stream: stream, counter: UInt64(unit))
          let sum = sums[unit]
          for word in 0..<4 {
            let bytes = block[word]
            for byte in 0..<4 {
              let weight = weights[Int(bytes &>> UInt32(8 * byte) & 0xFF)]
              lanes[4 * word + byte].addProduct(sum, SIMD4(repeating: weight))
            }
          }
        }
      }
    }
  }

  /// 0 to 5 in 94, 95, 46, 16, 4 and 1 of 256 cases: mean and variance are exactly 1.
  static let weights: [Double] = [94, 95, 46, 16, 4, 1].enumerated().flatMap { weight, cases in
    [Double](repeating: Double(weight), count: cases)
  }
}

private struct ResampleSums: Mergeable {
  /// As of `LossUnits.sums`, for each resample.
  var lanes: [SIMD4<Double>]

  init(_ count: Int) { lanes = [SIMD4<Double>](repeating: .zero, count: count) }

  mutating func merge(_ other: ResampleSums) {
    for index in lanes.indices { lanes[index] += other.lanes[index] }
  }
}
