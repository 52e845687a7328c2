import Learning
package import Numerics
package import Tables

/// What raises and what lowers the value that each customer is expected to bring, and by how much, in sentences.
///
/// A value is scale × ratio (`ValueFactors`). The effect of an idea is what the value loses without the contributions of
/// its columns to the trees of the ratio (TreeSHAP, Lundberg et al. 2020), less those of the usual customer (the median).
/// What past spend does also has the scale: its effect is what is lost with the usual customer's scale in place of the own.
package struct ValueReasons: Sendable, Equatable {
  /// By row: at most `perCustomer` sentences, the one with the largest effect first.
  package let sentences: CustomerSentences

  /// Sentences per customer.
  package static let perCustomer = 2
  /// Beyond the first, effects below this share of the value are no reasons.
  fileprivate static let leastShare = 0.01

  /// - Parameters:
  ///   - factors: of the customers' values.
  ///   - features: of the same customers, which `wording` also knows.
  ///   - horizonDays: over which values are measured.
  ///   - place: where the sentences lie.
  /// - Throws: `Cancelled`; `TableError` where the place cannot hold them.
  package init(
    _ factors: ValueFactors, features: ToldFeatures, horizonDays: Int, wording: ReasonWording,
    in place: ColumnPlace = .memory, context: ExecutionContext
  ) throws {
    precondition(factors.scales.count == features.rows, "one element per customer")
    let usual = quantile(0.5, of: factors.scales) ?? 0
    let sample = try features.sample(context: context.quiet)
    let ideas = IdeaSums(features.layout)
    let parts = ValueParts(
      factors: factors, usualScale: usual,
      usual: try factors.trees.map { ideas.usual(try $0.contributions(sample.read, context: context.quiet), sample) },
      horizonDays: horizonDays, wording: wording)
    context.progress.expect(features.rows, unit: "customers")
    var writer = try SentenceWriter(perCustomer: Self.perCustomer, customers: features.rows, in: place)
    for start in stride(from: 0, to: features.rows, by: rowsPerBlock) {
      let rows = start..<min(start + rowsPerBlock, features.rows)
      let block = try features.selecting(rows, context: context.quiet)
      let contributions = try factors.trees.map { try $0.contributions(block.read, context: context.quiet) }
      try writer.append(
        context.quiet.mapChunks(of: rows.count, chunkSize: rowsPerChunk) { inner in
          let sentences = parts.sentences(inner, from: start, block, contributions)
          context.progress.advance(by: inner.count)
          return sentences
        })
    }
    sentences = writer.finished()
  }
}

/// What all customers' sentences share.
private struct ValueParts: Sendable {
  let factors: ValueFactors
  let usualScale: Double
  /// By model and idea: contributions of the usual customer.
  let usual: [[Double]]
  let horizonDays: Int
  let wording: ReasonWording

  /// - Parameters:
  ///   - rows: of the block.
  ///   - start: the block's first row.
  ///   - contributions: by model; the last column is the bias.
  func sentences(
    _ rows: Range<Int>, from start: Int, _ features: ToldFeatures, _ contributions: [Matrix<Double>]
  ) -> SentenceBlock {
    let ideas = IdeaSums(features.layout)
    var sums = contributions.map { _ in [Double](repeating: 0, count: Idea.count) }
    var scores = [Double](repeating: 0, count: contributions.count)
    var effects = [Double](repeating: 0, count: Idea.count)
    var block = SentenceBlock(perCustomer: ValueReasons.perCustomer)
    for row in rows {
      for (model, parts) in contributions.enumerated() {
        ideas.write(parts, features, row: row, to: &sums[model])
        scores[model] = parts[row, features.columns] + sums[model].reduce(0, +)
        ideas.subtract(usual[model], features, row: row, from: &sums[model])
      }
      let scale = factors.scales[start + row]
      let whole = value(scale, scores, sums, without: nil)
      for idea in ideas.all {
        let ownScale = idea == .spend ? usualScale : scale
        effects[idea.rawValue] = whole - value(ownScale, scores, sums, without: idea)
      }
      let strongest = Idea.strongest(
        ValueReasons.perCustomer, effects: effects, contributions: effects, least: ValueReasons.leastShare * whole)
      block.append(
        strongest.map { idea in
          fact(idea, features, row, scale) + ": " + Self.effect(effects[idea.rawValue])
        })
    }
    return block
  }

  private func value(_ scale: Double, _ scores: [Double], _ sums: [[Double]], without idea: Idea?) -> Double {
    guard !scores.isEmpty else { return min(scale, factors.limit) }
    var ratio = 0.0
    for model in scores.indices {
      ratio += factors.ratio(score: scores[model] - (idea.map { sums[model][$0.rawValue] } ?? 0), of: model)
    }
    return min(max(0, scale * ratio / Double(scores.count)), factors.limit)
  }

  private func fact(_ idea: Idea, _ features: ToldFeatures, _ row: Int, _ scale: Double) -> String {
    guard case .asBefore(let basis) = factors.kind, idea == .spend else {
      return wording.fact(idea, of: features, row: row)
    }
    let days = Double(wording.windowDays) / Double(horizonDays)
    return "goes on to spend as before, "
      + wording.spent(
        numberText(scale * days), isNet: basis == .net, usual: numberText(usualScale * days))
  }

  private static func effect(_ effect: Double) -> String {
    let size = abs(effect) < 0.005 ? "less than 0.01" : numberText(abs(effect))
    return "\(effect > 0 ? "raises" : "lowers") the value by \(size)"
  }
}
