import Learning
import Numerics
import Testing

@Suite("Gradient boosting: monotone constraints") struct ConstraintTests {
  private func settings(
    _ objective: GradientBoostingObjective, _ constraints: [String: MonotoneDirection]
  ) -> GradientBoostingSettings {
    TreeFixture.settings(objective, trees: 30) {
      $0.numLeaves = 16
      $0.monotoneConstraints = constraints
    }
  }

  /// Largest fall of a prediction as one feature grows and the others stay, over some rows.
  private func largestFall(_ model: GradientBoostingModel, column: Int) throws -> Double {
    var fall = 0.0
    let rows = TreeFixture.features(rows: 40, seed: 11)
    for row in 0..<rows.rows {
      var line = Matrix<Float>(rows: 81, columns: TreeFixture.columns)
      for step in 0..<81 {
        for other in 0..<TreeFixture.columns { line[step, other] = rows[row, other] }
        line[step, column] = Float(step - 40) / 10
      }
      let scores = try model.rawScores(line, context: .serial)
      for (before, after) in zip(scores, scores.dropFirst()) { fall = max(fall, before - after) }
    }
    return fall
  }

  @Test("predictions never fall as a feature grows that must not lower them", arguments: TreeFixture.objectives)
  func increasing(objective: GradientBoostingObjective) throws {
    let data = TreeFixture.dataset(objective, rows: 2000)
    // The signal is a sine of the first feature, so a free model falls on part of its range.
    #expect(try largestFall(settings(objective, [:]).fit(data), column: 0) > 0.05)
    let model = try settings(objective, ["Column_0": .increasing]).fit(data)
    #expect(try largestFall(model, column: 0) == 0)
    #expect(model.featureImportance(.split)[0] > 0)
    #expect(model.trees.allSatisfy { $0.firstViolation([.increasing, nil, nil, nil, nil]) == nil })
  }

  @Test("the falling direction is the growing one of the negated feature")
  func decreasing() throws {
    let data = TreeFixture.dataset(.squaredError, rows: 1500)
    let rising = try settings(.squaredError, ["Column_0": .increasing]).fit(data)
    var negated = data
    for row in 0..<1500 { negated.features[row, 0] *= -1 }
    let falling = try settings(.squaredError, ["Column_0": .decreasing]).fit(negated)
    let first = try rising.rawScores(data.features, context: .serial)
    let second = try falling.rawScores(negated.features, context: .serial)
    #expect(zip(first, second).allSatisfy { abs($0 - $1) < 0.02 })
  }

  @Test("a tree whose sides lie in the wrong order is found")
  func violation() throws {
    let data = TreeFixture.dataset(.squaredError, rows: 1000)
    let free = try settings(.squaredError, [:]).fit(data)
    #expect(free.trees.contains { $0.firstViolation([.increasing, nil, nil, nil, nil]) != nil })
  }

  @Test("constraints name features that are there and have an order")
  func badConstraints() {
    let data = TreeFixture.dataset(.squaredError, rows: 100)
    #expect(
      throws: GradientBoostingError.unknownConstrainedFeature("speed", known: data.featureNames)
    ) { try settings(.squaredError, ["speed": .increasing]).fit(data) }
    var categorical = data
    categorical.categoricalColumns = [2]
    #expect(throws: GradientBoostingError.constrainedCategories("Column_2")) {
      try settings(.squaredError, ["Column_2": .increasing]).fit(categorical)
    }
  }
}
