import Text

extension GradientBoostingModel {
  /// Reads LightGBM's text format, version 4: one class, constant leaves, objectives `binary`, `regression`,
  /// `quantile`, `tweedie`; trees of gradient boosting or DART, whose leaves hold their final weights.
  ///
  /// The text may be hostile: memory grows with its length only, and what is returned is made of valid trees.
  ///
  /// - Throws: `LightGBMTextError` for a text that is truncated, damaged, or of a kind that is not supported.
  package init(lightGBMText text: String) throws(LightGBMTextError) {
    var reader = LightGBMTextReader(text)
    self = try reader.model()
  }
}

private struct LightGBMTextReader {
  private var lines: LightGBMTextLines
  private static let endOfTrees = "end of trees"
  private static let endOfParameters = "end of parameters"

  init(_ text: String) {
    lines = LightGBMTextLines(text)
  }

  mutating func model() throws(LightGBMTextError) -> GradientBoostingModel {
    guard lines.peek() == "tree" else {
      throw .notAModel(line: 1, found: excerpt(lines.peek() ?? ""))
    }
    lines.skip()
    let header = try lines.section(named: "the header") { $0.hasPrefix("Tree=") || $0 == Self.endOfTrees }
    let features = try self.features(header)
    let trees = try self.trees(features: features.names.count)
    try checkTreeCount(header, trees.count)
    return GradientBoostingModel(
      objective: try objective(header, try parameters()), featureNames: features.names, featureRanges: features.ranges,
      featureCategories: features.categories, trees: trees, trainingLog: [])
  }

  // MARK: - Header

  private func features(
    _ header: LightGBMTextSection
  ) throws(LightGBMTextError) -> (names: [String], ranges: [ClosedRange<Float>?], categories: [[Int]?]) {
    let version = try header.field("version")
    try header.require(version.key, is: "v4")
    try header.require("num_class", is: "1")
    try header.require("num_tree_per_iteration", is: "1")
    if let flag = header.flags.first {
      throw .unsupported(line: flag.line, key: "flag", found: excerpt(flag.name[...]), known: ["none"])
    }
    let last = try header.field("max_feature_idx").integer(in: 0...Int(Int32.max) / CompactForest.blockVectors)
    let names = try header.field("feature_names")
    guard names.words.count == last + 1 else {
      throw .wrongCount(line: names.line, key: names.key, expected: last + 1, found: names.words.count)
    }
    let infos = try header.field("feature_infos")
    guard infos.words.count == last + 1 else {
      throw .wrongCount(line: infos.line, key: infos.key, expected: last + 1, found: infos.words.count)
    }
    return (names.words.map(String.init), infos.words.map(Self.range), infos.words.map(Self.categories))
  }

  /// `[low:high]`; nil for `none` and for what is not a range of numbers.
  private static func range(_ info: Substring) -> ClosedRange<Float>? {
    guard info.hasPrefix("["), info.hasSuffix("]") else { return nil }
    let ends = info.dropFirst().dropLast().split(separator: ":").map { Float($0) }
    guard ends.count == 2, let low = ends[0], let high = ends[1], low <= high else { return nil }
    return low...high
  }

  /// `c:c:…`, missing values as −1; nil for what is not a list of categories.
  private static func categories(_ info: Substring) -> [Int]? {
    let words = info.split(separator: ":", omittingEmptySubsequences: false)
    let categories = words.compactMap { Int($0) }
    return categories.count == words.count && categories.allSatisfy { $0 >= -1 } ? categories : nil
  }

  private func checkTreeCount(_ header: LightGBMTextSection, _ count: Int) throws(LightGBMTextError) {
    let sizes = try header.field("tree_sizes")
    guard sizes.words.count == count, count > 0 else {
      throw .wrongCount(line: sizes.line, key: sizes.key, expected: max(1, count), found: sizes.words.count)
    }
  }

  private func objective(
    _ header: LightGBMTextSection, _ parameters: LightGBMTextSection
  ) throws(LightGBMTextError) -> GradientBoostingObjective {
    let field = try header.field("objective")
    switch field.words {
    case ["binary", "sigmoid:1"]: return .logistic
    case ["regression"]: return .squaredError
    case ["quantile"]: return .quantile(alpha: try parameter("alpha", parameters, 0...1))
    case ["tweedie"]: return .tweedie(power: try parameter("tweedie_variance_power", parameters, 1...2))
    default:
      throw .unsupported(
        line: field.line, key: field.key, found: excerpt(field.value),
        known: ["binary sigmoid:1", "regression", "quantile", "tweedie"])
    }
  }

  // MARK: - Trees

  private mutating func trees(features: Int) throws(LightGBMTextError) -> [DecisionTree] {
    var trees: [DecisionTree] = []
    while let line = lines.peek(), line != Self.endOfTrees {
      guard line == "Tree=\(trees.count)" else {
        throw .outOfRange(
          line: lines.number, column: 1, key: "the list of trees", found: excerpt(line),
          allowed: "“Tree=\(trees.count)” or “\(Self.endOfTrees)”")
      }
      lines.skip()
      let section = try lines.section(named: "tree \(trees.count)") {
        $0.hasPrefix("Tree=") || $0 == Self.endOfTrees
      }
      // The last tree of a text that was cut off is not worth a look.
      if lines.peek() == nil { break }
      trees.append(try LightGBMTreeParser(section: section, index: trees.count, features: features).tree())
    }
    guard lines.peek() != nil else { throw .truncated(line: lines.number, expected: Self.endOfTrees) }
    lines.skip()
    return trees
  }

  // MARK: - Parameters

  /// `[key: value]` lines after the trees; none where the text has no such part.
  private mutating func parameters() throws(LightGBMTextError) -> LightGBMTextSection {
    while let line = lines.peek(), line != "parameters:" { lines.skip() }
    var section = LightGBMTextSection(name: "the list of parameters", line: lines.number)
    guard lines.peek() != nil else { return section }
    lines.skip()
    while let line = lines.peek(), line != Self.endOfParameters {
      if line.hasPrefix("["), line.hasSuffix("]"), let colon = line.firstIndex(of: ":") {
        let key = String(line[line.index(after: line.startIndex)..<colon])
        let value = line[line.index(after: colon)...].dropLast().drop { $0 == " " }
        section.fields[key] = LightGBMTextField(
          key: key, line: lines.number, value: value,
          column: line.utf8.distance(from: line.startIndex, to: value.startIndex) + 1)
      }
      lines.skip()
    }
    guard lines.peek() != nil else { throw .truncated(line: lines.number, expected: Self.endOfParameters) }
    return section
  }

  private func parameter(
    _ key: String, _ parameters: LightGBMTextSection, _ allowed: ClosedRange<Double>
  ) throws(LightGBMTextError) -> Double {
    let field = try parameters.field(key)
    let value = try field.doubles(count: 1)[0]
    guard allowed.contains(value), value > allowed.lowerBound, value < allowed.upperBound else {
      throw .outOfRange(
        line: field.line, column: field.column, key: key, found: "\(value)",
        allowed: "between \(allowed.lowerBound) and \(allowed.upperBound)")
    }
    return value
  }
}
