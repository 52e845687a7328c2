import Numerics
import Testing

@Suite("Philox") struct PhiloxTests {
  @Test("reproduces the published test vectors of Philox4x32-10")
  func knownAnswers() {
    #expect(Philox(seed: 0).block(stream: 0, counter: 0) == SIMD4(0x6627_e8d5, 0xe169_c58d, 0xbc57_ac4c, 0x9b00_dbd8))
    #expect(
      Philox(seed: .max).block(stream: .max, counter: .max) == SIMD4(0x408f_276d, 0x41c8_3b0e, 0xa20b_c7c6, 0x6d54_51fd)
    )
    #expect(
      Philox(seed: 0x299f_31d0_a409_3822).block(stream: 0x0370_7344_1319_8a2e, counter: 0x85a3_08d3_243f_6a88)
        == SIMD4(0xd16c_fe09, 0x94fd_cceb, 0x5001_e420, 0x2412_6ea1))
  }
}

@Suite("Parallelism") struct ParallelismTests {
  @Test("sums are the same to the bit for any number of threads", arguments: [1, 2, 3, 8])
  func sameForAnyThreads(threads: Int) {
    let random = Philox(seed: 7)
    func sum(_ parallelism: Parallelism) -> Double {
      parallelism.reduce(of: 100_001, chunkSize: 1000, into: Total(0.0)) { rows in
        Total(rows.reduce(0.0) { $0 + random.uniform(stream: 1, counter: UInt64($1)) })
      }.value
    }
    #expect(sum(Parallelism(threads: threads)) == sum(.serial))
  }

  @Test("every row is in exactly one chunk, and none for no rows")
  func chunksCover() {
    let chunks = Parallelism(threads: 4).mapChunks(of: 25, chunkSize: 10) { $0 }
    #expect(chunks == [0..<10, 10..<20, 20..<25])
    #expect(Parallelism(threads: 4).mapChunks(of: 0) { $0 }.isEmpty)
  }
}

@Suite("Quantiles") struct QuantileTests {
  @Test("type 7 agrees with hand-computed values")
  func typeSeven() {
    #expect(quantile(0.5, of: [1, 2, 3, 4]) == 2.5)
    #expect(quantile(0.25, of: [1, 2, 3, 4]) == 1.75)
    #expect(quantile(1, of: [3, 1]) == 3)
    #expect(quantile(0.99, of: []) == nil)
  }

  @Test(
    "counters are divided as their uniform numbers are, at any start and length",
    arguments: [0.0, 1e-9, 0.25, 0.5, 0.8, 1.0])
  func divide(probability: Double) {
    let philox = Philox(seed: 0x1234_5678_9ABC_DEF0)
    for range in [0..<0, 0..<1, 3..<10, 5..<8, 1000..<3017, (1 << 31) - 9..<(1 << 31) - 1] {
      let (below, others) = philox.divide(range, stream: 7 << 40 | 99, below: probability)
      let isBelow = { (counter: Int) in philox.uniform(stream: 7 << 40 | 99, counter: UInt64(counter)) < probability }
      #expect(below == range.filter(isBelow).map { Int32($0) })
      #expect(others == range.filter { !isBelow($0) }.map { Int32($0) })
    }
  }
}
