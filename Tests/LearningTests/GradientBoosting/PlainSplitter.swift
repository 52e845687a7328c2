import Learning
import Numerics

/// The plain twin of histogram and split finding: doubles, row by row, one candidate after the other.
struct PlainSplitter {
  let features: Matrix<Float>
  let gradients: [GradientPair]
  let settings: GradientBoostingSettings

  struct Split {
    var column: Int
    var threshold: Double
    var missingGoesLeft: Bool
    var gain: Double
  }

  /// Σ derivatives and number of the rows that `isIn`.
  private func sums(_ rows: [Int], _ isIn: (Int) -> Bool) -> (pair: GradientPair, count: Int) {
    var sum = (pair: GradientPair(gradient: 0, hessian: 0), count: 0)
    for row in rows where isIn(row) {
      sum.pair.gradient += gradients[row].gradient
      sum.pair.hessian += gradients[row].hessian
      sum.count += 1
    }
    return sum
  }

  private func score(_ pair: GradientPair) -> Double {
    let shrunk = max(0, abs(pair.gradient) - settings.lambdaL1)
    return shrunk * shrunk / (pair.hessian + settings.lambdaL2)
  }

  /// The best cut of `rows` at the edges in `bins`.
  func best(_ rows: [Int], bins: [FeatureBins]) -> Split? {
    var best: Split?
    let whole = score(sums(rows) { _ in true }.pair)
    for column in bins.indices {
      for missingGoesLeft in bins[column].hasMissing ? [true, false] : [true] {
        for bin in 0..<bins[column].numericBins {
          let threshold = bins[column].threshold(ofBin: bin)
          let goesLeft = { (row: Int) in
            let value = features[row, column]
            return value.isNaN ? missingGoesLeft : Double(value) <= threshold
          }
          let left = sums(rows, goesLeft)
          let right = sums(rows) { !goesLeft($0) }
          guard min(left.count, right.count) >= settings.minDataInLeaf,
            min(left.pair.hessian, right.pair.hessian) >= settings.minSumHessianInLeaf
          else { continue }
          let gain = score(left.pair) + score(right.pair) - whole
          if gain > settings.minGainToSplit, gain > best?.gain ?? 0 {
            best = Split(column: column, threshold: threshold, missingGoesLeft: missingGoesLeft, gain: gain)
          }
        }
      }
    }
    return best
  }
}
