import Foundation
import Learning
import Numerics
import Testing

@Suite("LightGBM text format") struct LightGBMTextTests {
  private func model(_ objective: GradientBoostingObjective, trees: Int = 3) throws -> GradientBoostingModel {
    try TreeFixture.settings(objective, trees: trees).fit(TreeFixture.dataset(objective, rows: 400))
  }

  /// Written by LightGBM 4.7 for two features; the scores are LightGBM's.
  static let foreign = """
    tree
    version=v4
    num_class=1
    num_tree_per_iteration=1
    label_index=0
    max_feature_idx=2
    objective=binary sigmoid:1
    feature_names=Column_0 Column_1 Column_2
    feature_infos=[-3.7722752094268799:3.0660367012023926] [-3.8994216918945312:2.8745005130767822] none
    tree_sizes=562

    Tree=0
    num_leaves=4
    num_cat=0
    split_feature=0 1 1
    split_gain=191.228 98.1993 41.6868
    threshold=0.13094314187765124 0.68784871697425853 -0.3576087206602096
    decision_type=2 10 8
    left_child=1 -1 -2
    right_child=2 -3 -4
    leaf_value=-0.23142425106411674 -0.081510076768954332 0.047824205030590622 0.13276762365764661
    leaf_weight=59.422888964414597 11.984448194503782 15.979264259338377 37.451400607824326
    leaf_count=238 48 64 150
    internal_value=-0.0720311 -0.172246 0.0808215
    internal_weight=124.838 75.4022 49.4358
    internal_count=500 302 198
    is_linear=0
    shrinkage=1


    end of trees

    feature_importances:
    Column_1=2
    Column_0=1

    parameters:
    [boosting: gbdt]
    [objective: binary]

    end of parameters

    pandas_categorical:null

    """

  @Test("a file of LightGBM's gives its leaves, by its rules for missing values")
  func foreignFile() throws {
    let model = try GradientBoostingModel(lightGBMText: Self.foreign)
    #expect(model.objective == .logistic)
    let nan = Float.nan
    // Rows: left and default left; NaN at a split without missing values is 0; right and default right.
    let features = Matrix<Float>(columns: [[-1, nan, 1, 1, 0], [nan, nan, nan, -1, 0.7], [0, 0, 0, 0, 0]])
    #expect(
      try model.rawScores(features, context: .serial) == [
        -0.23142425106411674, -0.23142425106411674, 0.13276762365764661, -0.081510076768954332, 0.047824205030590622,
      ])
  }

  @Test("text to model to text is the same text, and the model the same", arguments: TreeFixture.objectives)
  func roundTrip(objective: GradientBoostingObjective) throws {
    let model = try model(objective)
    let text = model.lightGBMText()
    let back = try GradientBoostingModel(lightGBMText: text)
    #expect(back.lightGBMText() == text)
    #expect(back.trees == model.trees)
    #expect(back.objective == objective)
    #expect(back.featureNames == model.featureNames && back.featureRanges == model.featureRanges)
    let features = TreeFixture.features(rows: 300, seed: 4)
    #expect(try back.predict(features, context: .serial) == model.predict(features, context: .serial))
  }

  @Test("sizes of trees are those of their text, and a constant model makes the trip too")
  func treeSizes() throws {
    let text = try model(.squaredError).lightGBMText()
    let sizes = try #require(text.split(separator: "\n").first { $0.hasPrefix("tree_sizes=") })
      .dropFirst(11).split(separator: " ").compactMap { Int($0) }
    let start = try #require(text.range(of: "Tree=0")).lowerBound
    let end = try #require(text.range(of: "end of trees")).lowerBound
    #expect(sizes.reduce(0, +) == text[start..<end].utf8.count)
    let constant = try TreeFixture.settings(.squaredError).fit(TreeFixture.dataset(.squaredError, rows: 10))
    let constantText = constant.lightGBMText()
    #expect(try GradientBoostingModel(lightGBMText: constantText).lightGBMText() == constantText)
  }

  @Test("Windows line ends are read")
  func windowsLineEnds() throws {
    let text = try model(.logistic).lightGBMText()
    let back = try GradientBoostingModel(lightGBMText: text.replacingOccurrences(of: "\n", with: "\r\n"))
    #expect(back.lightGBMText() == text)
  }

  // MARK: - Refusals

  private func failure(replacing old: String, by new: String) -> LightGBMTextError? {
    precondition(Self.foreign.contains(old))
    do throws(LightGBMTextError) {
      _ = try GradientBoostingModel(lightGBMText: Self.foreign.replacingOccurrences(of: old, with: new))
      return nil
    } catch {
      return error
    }
  }

  @Test("a text that is cut off anywhere is refused, or has lost nothing that counts")
  func truncated() throws {
    let model = try model(.quantile(alpha: 0.8), trees: 2)
    let text = model.lightGBMText()
    for length in stride(from: 0, to: text.utf8.count - 1, by: 3) {
      let cut = String(decoding: text.utf8.prefix(length), as: UTF8.self)
      if let read = try? GradientBoostingModel(lightGBMText: cut) { #expect(read.trees == model.trees) }
    }
    #expect(throws: LightGBMTextError.self) {
      try GradientBoostingModel(lightGBMText: String(text[..<text.range(of: "end of trees")!.lowerBound]))
    }
  }

  @Test("a text that is something else is refused in its first line", arguments: ["", "{}", "trees\n", "\u{0}"])
  func notAModel(text: String) {
    #expect(throws: LightGBMTextError.self) { try GradientBoostingModel(lightGBMText: text) }
  }

  @Test("children that do not make a tree are refused, so that no walk is endless")
  func brokenTrees() {
    #expect(
      failure(replacing: "left_child=1 -1 -2", by: "left_child=1 0 -2")
        == .brokenTree(line: 13, tree: 0, .childBeforeParent(node: 1, child: 0)))
    #expect(
      failure(replacing: "left_child=1 -1 -2", by: "left_child=1 -1 2")
        == .brokenTree(line: 13, tree: 0, .reachedTwice(child: 2)))
    #expect(
      failure(replacing: "left_child=1 -1 -2", by: "left_child=1 -1 -3")
        == .brokenTree(line: 13, tree: 0, .reachedTwice(child: -3)))
    #expect(
      failure(replacing: "left_child=1 -1 -2", by: "left_child=1 -1 -9")
        == .outOfRange(
          line: 19, column: 17, key: "left_child", found: "-9", allowed: "-4 to 2"))
  }

  @Test("absurd counts cost no memory", arguments: ["2147483647", "99999999999999999999", "-1", "0", "5", "3"])
  func absurdCounts(count: String) {
    #expect(failure(replacing: "num_leaves=4", by: "num_leaves=\(count)") != nil)
    #expect(failure(replacing: "max_feature_idx=2", by: "max_feature_idx=\(count)") != nil)
    #expect(failure(replacing: "tree_sizes=562", by: "tree_sizes=562 \(count)") != nil)
  }

  @Test("numbers that are none, or not finite where they must be, are named by line and column")
  func numbers() {
    #expect(
      failure(replacing: "0.68784871697425853", by: "nan")
        == .outOfRange(line: 17, column: 31, key: "threshold", found: "nan", allowed: "a number"))
    #expect(
      failure(replacing: "leaf_value=-0.23142425106411674", by: "leaf_value=inf")
        == .outOfRange(line: 21, column: 12, key: "leaf_value", found: "inf", allowed: "a finite number"))
    #expect(
      failure(replacing: "leaf_count=238", by: "leaf_count=2x")
        == .invalidNumber(line: 23, column: 12, key: "leaf_count", found: "2x"))
    #expect(failure(replacing: "split_feature=0 1 1", by: "split_feature=0 1 3") != nil)
    #expect(failure(replacing: "leaf_count=238", by: "leaf_count=-1") != nil)
  }

  @Test("kinds of models that are not read are named, with those that are")
  func unsupported() {
    #expect(
      failure(replacing: "num_class=1", by: "num_class=3")
        == .unsupported(line: 3, key: "num_class", found: "3", known: ["1"]))
    for (old, new) in [
      ("version=v4", "version=v9"), ("binary sigmoid:1", "binary sigmoid:2"), ("binary sigmoid:1", "lambdarank"),
      ("is_linear=0", "is_linear=1"), ("decision_type=2", "decision_type=12"),
      ("tree_sizes=562", "average_output\ntree_sizes=562"),
    ] {
      guard case .unsupported? = failure(replacing: old, by: new) else {
        Issue.record("\(new) was taken")
        continue
      }
    }
    #expect(failure(replacing: "leaf_weight=", by: "leaf_height=") != nil)
    #expect(
      failure(replacing: "num_cat=0", by: "num_leaves=4") == .repeatedKey(line: 14, key: "num_leaves"))
  }

  @Test("a tree deeper than any walk should go is refused")
  func tooDeep() {
    // A chain: node i leads to leaf i and node i + 1, the last one to two leaves.
    let count = 600
    func row(_ value: (Int) -> Int) -> String { (0..<count).map { "\(value($0))" }.joined(separator: " ") }
    let chain = """
      Tree=0
      num_leaves=\(count + 1)
      split_feature=\(row { _ in 0 })
      split_gain=\(row { _ in 1 })
      threshold=\(row { $0 })
      decision_type=\(row { _ in 2 })
      left_child=\(row { ~$0 })
      right_child=\(row { $0 + 1 < count ? $0 + 1 : ~count })
      leaf_value=\(row { $0 }) 1
      leaf_weight=\(row { _ in 1 }) 1
      leaf_count=\(row { _ in 1 }) 1
      internal_value=\(row { _ in 0 })
      internal_weight=\(row { _ in 1 })
      internal_count=\(row { count + 1 - $0 })
      shrinkage=1

      """
    let start = Self.foreign.range(of: "Tree=0")!.lowerBound
    let end = Self.foreign.range(of: "end of trees")!.lowerBound
    let text = Self.foreign.replacingCharacters(in: start..<end, with: chain)
    #expect(throws: LightGBMTextError.brokenTree(line: 13, tree: 0, .tooDeep(depth: 600, most: 512))) {
      try GradientBoostingModel(lightGBMText: text)
    }
  }
}
