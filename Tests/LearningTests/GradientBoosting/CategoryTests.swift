import Learning
import Numerics
import Testing

@Suite("Gradient boosting: categories") struct CategoryTests {
  /// Targets that depend on the category in a way that no order of its codes shows.
  private func dataset(categories: Int, rows: Int, missing: Bool = true) -> Dataset {
    let random = Philox(seed: 4)
    var features = Matrix<Float>(rows: rows, columns: 2)
    var targets: [Double] = []
    for row in 0..<rows {
      let category = Int(random.uniform(stream: 0, counter: UInt64(row)) * Double(categories))
      let isMissing = missing && row % 29 == 0
      features[row, 0] = isMissing ? .nan : Float(category)
      features[row, 1] = Float(random.uniform(stream: 1, counter: UInt64(row)))
      targets.append((isMissing ? 3 : effect(category)) + 0.1 * TreeFixture.noise(row))
    }
    return Dataset(features: features, targets: targets, categoricalColumns: [0])
  }

  private func effect(_ category: Int) -> Double { category * 7 % 5 < 2 ? 1 : -1 }

  private func settings(_ change: (inout GradientBoostingSettings) -> Void = { _ in }) -> GradientBoostingSettings {
    TreeFixture.settings(.squaredError, trees: 30) {
      $0.minDataPerCategory = 5
      change(&$0)
    }
  }

  @Test("one split finds the categories of one kind", arguments: [4, 20])
  func oneSplit(categories: Int) throws {
    let data = dataset(categories: categories, rows: 4000, missing: false)
    let model = try settings {
      $0.numIterations = 1
      $0.numLeaves = categories == 4 ? 4 : 2
      $0.learningRate = 1
      $0.categorySmoothing = 0
    }.fit(data)
    let predictions = try model.predict(data.features, context: .serial)
    #expect((0..<4000).allSatisfy { abs(predictions[$0] - effect(Int(data.features[$0, 0])) - 0.05) < 0.1 })
    let split = try #require(model.trees[0].nodes.first?.categories)
    #expect(Set(split.categories.map(effect)).count == 1)
  }

  @Test("categories win over reading their codes as numbers")
  func betterThanNumbers() throws {
    let data = dataset(categories: 40, rows: 4000)
    var numbers = data
    numbers.categoricalColumns = []
    func error(_ data: Dataset) throws -> Double {
      let predictions = try settings { $0.numIterations = 5 }.fit(data).predict(data.features, context: .serial)
      return zip(predictions, data.targets).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) } / 4000
    }
    #expect(try error(data) < 0.5 * error(numbers))
  }

  @Test("training scores are those of prediction, for missing, rare, unseen and odd values too")
  func trainingScores() throws {
    let data = dataset(categories: 300, rows: 3000)
    var odd = data
    for (row, value) in [Float(-1), 1e9, .infinity, -.infinity, 299.7, -0.5, 70_000].enumerated() {
      odd.features[row, 0] = value
    }
    let model = try settings { $0.lossRecording = .trainingAndValidation }.fit(odd, validation: odd)
    let last = try #require(model.trainingLog.last)
    #expect(last.trainingLoss == last.validationLoss)
    let scores = try model.rawScores(odd.features, context: .serial)
    let loss = zip(scores, odd.targets).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) } / 6000
    #expect(abs(loss - last.validationLoss!) < 1e-12)
  }

  @Test("values that are no category go right")
  func others() throws {
    let data = dataset(categories: 6, rows: 2000)
    let model = try settings { $0.numLeaves = 4 }.fit(data)
    let rows = Matrix<Float>(columns: [[.nan, -3, 6, 1e30, .infinity], [0.5, 0.5, 0.5, 0.5, 0.5]])
    let scores = try model.rawScores(rows, context: .serial)
    #expect(Set(scores).count == 1)
  }

  @Test("renaming the categories renames the splits and changes no prediction")
  func renaming() throws {
    let data = dataset(categories: 30, rows: 3000)
    var renamed = data
    for row in 0..<3000 where !data.features[row, 0].isNaN { renamed.features[row, 0] = data.features[row, 0] + 1000 }
    let first = try settings().fit(data).rawScores(data.features, context: .serial)
    let second = try settings().fit(renamed).rawScores(renamed.features, context: .serial)
    let isSame = first == second
    #expect(isSame)
  }

  @Test("LightGBM's text keeps the categories, their splits and every prediction")
  func textRoundTrip() throws {
    let data = dataset(categories: 70, rows: 4000)
    let model = try settings { $0.numLeaves = 12 }.fit(data)
    let read = try GradientBoostingModel(lightGBMText: model.lightGBMText())
    #expect(read.trees == model.trees)
    #expect(read.featureCategories == model.featureCategories && read.featureCategories[0]?.count == 70)
    #expect(
      try read.rawScores(data.features, context: .serial) == model.rawScores(data.features, context: .serial))
  }

  @Test("the model is the same to the bit for any number of threads")
  func threads() throws {
    let data = dataset(categories: 50, rows: 9000)
    #expect(try settings().fit(data) == settings().fit(data, context: .threads(3)))
  }

  @Test("a categorical column that is not there is refused")
  func badColumn() {
    var data = dataset(categories: 3, rows: 100)
    data.categoricalColumns = [2]
    #expect(throws: GradientBoostingError.noSuchCategoricalColumn(2, columns: 2)) { try settings().fit(data) }
  }

  @Test("a set holds what it was made of, and nothing odd")
  func categorySet() {
    let set = CategorySet([0, 31, 32, 700])
    #expect(set.categories == [0, 31, 32, 700])
    #expect([0, 31, 32, 700, 0.9, -0.5].allSatisfy { set.contains($0) })
    #expect([1, 33, 701, -1, .nan, .infinity, -.infinity, 1e30].allSatisfy { !set.contains($0) })
    #expect(CategorySet(words: [1, 0, 0]) == CategorySet([0]))
  }
}
