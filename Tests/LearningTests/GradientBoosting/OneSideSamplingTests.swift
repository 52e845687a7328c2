import Learning
import Numerics
import Testing

@Suite("Gradient boosting: one-side sampling") struct OneSideSamplingTests {
  private func settings(_ change: (inout GradientBoostingSettings) -> Void = { _ in }) -> GradientBoostingSettings {
    TreeFixture.settings(.squaredError, trees: 20) {
      $0.rowSampling = .goss(topRate: 0.2, otherRate: 0.1)
      change(&$0)
    }
  }

  @Test("the first 1 / learning_rate trees see every row, later ones the share that was asked for")
  func shares() throws {
    let trees = try settings().fit(TreeFixture.dataset(.squaredError, rows: 4000)).trees
    for (index, tree) in trees.enumerated() {
      let rows = tree.leaves.reduce(0) { $0 + $1.count }
      #expect(index < 10 ? rows == 4000 : abs(rows - 1200) < 120)
    }
  }

  @Test("drawn rows stand for those that were not: hessians still sum to the number of rows")
  func weights() throws {
    let trees = try settings().fit(TreeFixture.dataset(.squaredError, rows: 4000)).trees
    for tree in trees.dropFirst(10) {
      // Squared error has a hessian of 1 a row.
      #expect(abs(tree.leaves.reduce(0) { $0 + $1.weight } - 4000) < 400)
    }
  }

  @Test("held-out error stays close to that of all rows")
  func accuracy() throws {
    let test = TreeFixture.dataset(.squaredError, rows: 3000, seed: 8)
    let training = TreeFixture.dataset(.squaredError, rows: 3000)
    func error(_ sampling: RowSampling) throws -> Double {
      let model = try settings {
        $0.rowSampling = sampling
        $0.numIterations = 60
      }.fit(training)
      let predictions = try model.predict(test.features, context: .serial)
      return zip(predictions, test.targets).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) } / 3000
    }
    #expect(try error(.goss(topRate: 0.3, otherRate: 0.2)) < 1.1 * error(.bagging))
  }

  @Test("the model is the same to the bit for any number of threads", arguments: TreeFixture.objectives)
  func threads(objective: GradientBoostingObjective) throws {
    let data = TreeFixture.dataset(objective, rows: 20_000)
    var settings = settings { $0.numIterations = 14 }
    settings.objective = objective
    #expect(try settings.fit(data) == settings.fit(data, context: .threads(3)))
  }

  @Test(
    "rates out of range are named",
    arguments: [
      ("top_rate", RowSampling.goss(topRate: 0, otherRate: 0.1)), ("top_rate", .goss(topRate: 1, otherRate: 0.1)),
      ("other_rate", .goss(topRate: 0.5, otherRate: 0.6)), ("other_rate", .goss(topRate: 0.5, otherRate: .nan)),
    ])
  func rates(name: String, sampling: RowSampling) {
    do throws(GradientBoostingError) {
      _ = try settings { $0.rowSampling = sampling }.validated()
      Issue.record("\(name) was taken")
    } catch {
      guard case .invalidSetting(name, _, _) = error else {
        Issue.record("\(error)")
        return
      }
    }
  }
}
