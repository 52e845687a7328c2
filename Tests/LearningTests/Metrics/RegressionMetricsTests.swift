import Foundation
import Learning
import Testing

@Suite("Regression and distribution metrics") struct RegressionMetricsTests {
  @Test("errors by hand, with weights")
  func errors() {
    #expect(mae(predicted: [1, 2, 6], actual: [1, 4, 3]) == 5.0 / 3)
    #expect(rmse(predicted: [1, 2, 6], actual: [1, 4, 3]) == (13.0 / 3).squareRoot())
    #expect(mae(predicted: [1, 2], actual: [2, 4], weights: [3, 1]) == 1.25)
    #expect(mae(predicted: [], actual: []) == nil)
  }

  @Test("correlations: 1 for a monotone curve by ranks, less by values, nil without variation")
  func correlations() throws {
    let x = [1.0, 2, 3, 4]
    #expect(spearman(x, x.map { exp($0) }) == 1)
    #expect(try #require(pearson(x, x.map { exp($0) })) < 0.95)
    #expect(spearman(x, x.map { -$0 }) == -1)
    #expect(pearson(x, [2, 2, 2, 2]) == nil)
    #expect(pearson(x, [0.3, 0.1 + 0.2, 0.3, 0.1 + 0.2]) == nil)
    // Mid-ranks 1, 2.5, 2.5, 4.
    #expect(abs(try #require(spearman([1, 2, 2, 3], [1, 2, 3, 4])) - 4.5 / (4.5 * 5).squareRoot()) < 1e-12)
    #expect(midRanks([10, 30, 20, 30]) == [1, 3.5, 2, 3.5])
  }

  @Test("normalised Gini: 1 for the true order, −1 reversed, 0 for equal predictions, and the areas by hand between")
  func gini() throws {
    let actual = [1.0, 2, 5, 8]
    #expect(normalizedGini(predicted: [0.1, 0.2, 0.3, 0.4], actual: actual) == 1)
    #expect(normalizedGini(predicted: [4, 3, 2, 1], actual: actual) == -1)
    #expect(normalizedGini(predicted: [1, 1, 1, 1], actual: actual) == 0)
    #expect(normalizedGini(predicted: [1, 2, 3, 4], actual: [3, 3, 3, 3]) == nil)
    // Lorenz areas: descending by prediction 5, 8, 2, 1 against 8, 5, 2, 1, each less that of an even share.
    func area(_ values: [Double]) -> Double {
      var (running, sum) = (0.0, 0.0)
      for value in values {
        running += value
        sum += running
      }
      return sum / running - Double(values.count + 1) / 2
    }
    let found = try #require(normalizedGini(predicted: [1, 2, 9, 8], actual: actual))
    #expect(abs(found - area([5, 8, 2, 1]) / area([8, 5, 2, 1])) < 1e-12)
  }

  @Test("deciles pair the means of predictions and outcomes, the highest first")
  func deciles() {
    let predicted = (0..<40).map(Double.init)
    let rows = calibrationByDecile(predicted: predicted, actual: predicted.map { 2 * $0 })
    #expect(rows.count == 10 && rows[0].meanPredicted == 37.5 && rows[0].meanActual == 75)
    #expect(calibrationByDecile(predicted: [], actual: []).isEmpty)
  }

  @Test("concentration and stability have their known values")
  func distributions() throws {
    #expect(abs(try #require(herfindahlIndex([0.5, 0.3, 0.2])) - 0.38) < 1e-15)
    #expect(herfindahlIndex([7]) == 1 && herfindahlIndex([]) == nil && herfindahlIndex([0, 0]) == nil)
    #expect(
      abs(populationStabilityIndex(expected: [0.5, 0.5], actual: [0.6, 0.4]) - 0.0405465) < 1e-7)
    #expect(populationStabilityIndex(expected: [1, 0], actual: [1, 0]) == 0)
  }

  @Test(
    "the no-drift band has the published values", arguments: [(100, 0.338), (500, 0.068), (1000, 0.034), (5000, 0.007)])
  func noDrift(rows: Int, band: Double) {
    #expect(abs(noDriftStabilityIndex(bins: 10, expectedRows: rows, actualRows: rows) - band) < 5e-4)
  }

  @Test("stability of counts stays finite with empty bins and tells drift from noise")
  func stabilityOfCounts() throws {
    let same = try #require(populationStability(expectedCounts: [50, 50, 0], actualCounts: [48, 52, 0]))
    #expect(!same.exceedsBand && same.index.isFinite)
    let moved = try #require(populationStability(expectedCounts: [500, 500], actualCounts: [900, 100]))
    #expect(moved.exceedsBand)
    #expect(populationStability(expectedCounts: [0, 0], actualCounts: [1, 1]) == nil)
  }
}
