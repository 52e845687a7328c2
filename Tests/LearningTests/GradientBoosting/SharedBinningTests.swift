import Learning
import Numerics
import TestSupport
import Testing

@Suite("Bins that fits share") struct SharedBinningTests {
  private let features = Matrix<Float>(
    rows: 400, columns: 3, elements: (0..<1200).map { $0 % 17 == 0 ? .nan : Float(($0 * 7919) % 263) })
  private var data: Dataset {
    Dataset(
      features: features, targets: (0..<400).map { Double(($0 * 31) % 19) + Double(features[$0, 0].isNaN ? 0 : 1) })
  }
  private var settings: GradientBoostingSettings {
    var settings = GradientBoostingSettings(objective: .squaredError)
    settings.numIterations = 12
    settings.numLeaves = 5
    return settings
  }

  private func bins() throws -> BinnedMatrix {
    let mapper = try BinMapper(features, weights: nil, settings: settings, context: .serial)
    return try BinnedMatrix(features, mapper: mapper, context: .serial)
  }

  @Test("a fit on bins that were cut before is the fit that cuts them itself")
  func sameModel() throws {
    let learner = GradientBoostingLearner(try settings.validated())
    let own = try learner.fit(.init(data), context: .serial)
    let shared = try learner.fit(.init(data), bins: try bins(), context: .threads(2))
    #expect(own.lightGBMText() == shared.lightGBMText())
  }

  @Test("rows keep their bins, in both orders, whichever are taken")
  func selecting() throws {
    let all = try bins()
    let places = (0..<400).filter { $0 % 3 != 1 }.reversed() as [Int]
    let some = try all.selectingRows(places, context: .threads(2))
    #expect(some.rows == places.count && some.columns == 3)
    for (row, place) in places.enumerated() {
      for column in 0..<3 {
        #expect(some.bins[row * 3 + column] == all.bins[place * 3 + column])
        #expect(some.columnBins[column * places.count + row] == all.bins[place * 3 + column])
      }
    }
    #expect(try all.selectingRows([], context: .serial).rows == 0)
  }
}
