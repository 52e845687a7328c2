import Foundation
import Learning
import Numerics
import TestSupport
import Testing

@Suite("LightGBM text format: categories") struct LightGBMCategoryTests {
  /// What LightGBM made of synthetic rows: see the README beside.
  private struct Golden {
    let text: String
    let features: Matrix<Float>
    /// Rows of: raw score, response, contributions, bias.
    let expected: [[Double]]

    init() throws {
      let folder = RealData.projectRoot.appendingPathComponent("Tests/Fixtures/LightGBM")
      text = try String(contentsOf: folder.appendingPathComponent("model.txt"), encoding: .utf8)
      let table = try String(contentsOf: folder.appendingPathComponent("rows.csv"), encoding: .utf8)
      let rows = table.split(separator: "\n").dropFirst().map { $0.split(separator: ",").compactMap { Double($0) } }
      features = Matrix(columns: (0..<6).map { column in rows.map { Float($0[column]) } })
      expected = rows.map { Array($0[6...]) }
    }
  }

  @Test("LightGBM's own model gives LightGBM's scores, probabilities and contributions")
  func golden() throws {
    let golden = try Golden()
    let model = try GradientBoostingModel(lightGBMText: golden.text)
    #expect(golden.features.rows == 60)
    #expect(model.trees.allSatisfy { $0.nodes.contains { $0.categories != nil } })
    #expect(model.featureCategories[2]?.first == -1 && model.featureCategories[2]?.count == 13)
    #expect(model.featureCategories[0] == nil && model.featureRanges[3] == nil)
    let scores = try model.rawScores(golden.features, context: .serial)
    let probabilities = try model.predict(golden.features, context: .serial)
    let contributions = try model.contributions(golden.features, context: .serial)
    for (row, expected) in golden.expected.enumerated() {
      #expect(abs(scores[row] - expected[0]) < 1e-14)
      #expect(abs(probabilities[row] - expected[1]) < 1e-14)
      for column in 0..<7 { #expect(abs(contributions[row, column] - expected[2 + column]) < 1e-12) }
    }
  }

  @Test("LightGBM's model and what is written of it are the same model and the same text again")
  func goldenRoundTrip() throws {
    let model = try GradientBoostingModel(lightGBMText: Golden().text)
    let text = model.lightGBMText()
    let back = try GradientBoostingModel(lightGBMText: text)
    #expect(back == model)
    #expect(back.lightGBMText() == text)
    // Categories are LightGBM's to the byte.
    func lines(_ text: String) -> [Substring] {
      text.split(separator: "\n").filter { $0.hasPrefix("cat_") || $0.hasPrefix("num_cat") }
    }
    #expect(lines(text) == lines(try Golden().text))
  }

  // MARK: - By hand

  private static func node(_ categories: CategorySet?, _ left: TreeChild, _ right: TreeChild) -> DecisionTree.Node {
    DecisionTree.Node(
      feature: 0, threshold: 0, categories: categories, missing: .nanIsMissing, defaultsLeft: false, left: left,
      right: right, gain: 1, value: 0, weight: 1, count: 2)
  }

  /// {1, 33} | {} | {40}: a set over two words, one without categories, one whose first word is 0.
  private static let byHand = GradientBoostingModel(
    objective: .squaredError, featureNames: ["a"], featureRanges: [nil], featureCategories: [[33, 1, 40, -1]],
    trees: [
      DecisionTree(
        nodes: [
          node(CategorySet([1, 33]), .leaf(0), .node(1)), node(CategorySet([]), .leaf(1), .node(2)),
          node(CategorySet([40]), .leaf(2), .leaf(3)),
        ], leaves: [1, 2, 3, 4].map { DecisionTree.Leaf(value: $0, weight: 1, count: 1) }, shrinkage: 1)
    ], trainingLog: [])

  @Test("a category of a set goes left; any other, a missing one too, goes right")
  func byHand() throws {
    let features = Matrix<Float>(columns: [[1, 1.9, 33, 40, 0, 2, -1, 65, .nan, .infinity, -.infinity, 1e30]])
    let expected: [Double] = [1, 1, 1, 3] + [Double](repeating: 4, count: 8)
    #expect(try Self.byHand.rawScores(features, context: .serial) == expected)
    let back = try GradientBoostingModel(lightGBMText: Self.byHand.lightGBMText())
    #expect(back == Self.byHand)
    #expect(try back.rawScores(features, context: .serial) == expected)
  }

  @Test("sets are written as LightGBM writes them")
  func text() {
    let text = Self.byHand.lightGBMText()
    for line in [
      "feature_infos=33:1:40:-1", "num_cat=3", "threshold=0 1 2", "decision_type=9 9 9", "cat_boundaries=0 2 3 5",
      "cat_threshold=2 2 0 0 256",
    ] {
      #expect(text.contains(line + "\n"), "\(line)")
    }
  }

  @Test("random trees of numeric and categorical splits make the trip")
  func randomRoundTrip() throws {
    var random = RandomForest(columns: 5, seed: 12)
    let model = random.model((0..<5).map { random.tree(leaves: 10 * $0 + 1) })
    let text = model.lightGBMText()
    let back = try GradientBoostingModel(lightGBMText: text)
    #expect(back.lightGBMText() == text)
    let features = random.rows(200)
    #expect(
      try back.rawScores(features, context: .serial) == model.rawScores(features, context: .serial))
  }

  // MARK: - Refusals

  private func failure(replacing old: String, by new: String) -> LightGBMTextError? {
    let text = Self.byHand.lightGBMText()
    precondition(text.contains(old))
    do throws(LightGBMTextError) {
      _ = try GradientBoostingModel(lightGBMText: text.replacingOccurrences(of: old, with: new))
      return nil
    } catch {
      return error
    }
  }

  @Test("sets that are not there, do not ascend or are too large are refused where they stand")
  func refusals() {
    #expect(
      failure(replacing: "cat_boundaries=0 2 3 5", by: "cat_boundaries=0 3 2 5")
        == .outOfRange(
          line: 27, column: 20, key: "cat_boundaries", found: "2", allowed: "4 to 524291"))
    #expect(
      failure(replacing: "threshold=0 1 2\n", by: "threshold=0 1 3\n")
        == .outOfRange(
          line: 17, column: 15, key: "threshold", found: "3", allowed: "the number of one of 3 category sets"))
    for (old, new) in [
      ("cat_boundaries=0 2 3 5", "cat_boundaries=1 2 3 5"), ("cat_boundaries=0 2 3 5", "cat_boundaries=0 2 3 3"),
      ("cat_boundaries=0 2 3 5", "cat_boundaries=0 2 3 6"), ("cat_boundaries=0 2 3 5", "cat_boundaries=0 2 3"),
      ("cat_boundaries=0 2 3 5", "cat_boundaries=0 2 3 2147483647"), ("cat_boundaries=0 2 3 5", "cat_bounds=0 2 3 5"),
      ("cat_threshold=2 2 0 0 256", "cat_threshold=2 2 0 0"), ("cat_threshold=2 2", "cat_threshold=2 4294967296"),
      ("cat_threshold=2 2", "cat_threshold=2 -1"), ("num_cat=3", "num_cat=0"), ("num_cat=3", "num_cat=2147483647"),
      ("num_cat=3", "num_cat=-1"), ("threshold=0 1 2\n", "threshold=0 1 -1\n"),
      ("threshold=0 1 2\n", "threshold=0 1 0.5\n"), ("threshold=0 1 2\n", "threshold=0 1 inf\n"),
    ] {
      #expect(failure(replacing: old, by: new) != nil, "\(new) was taken")
    }
  }
}
