package import Numerics
package import Tables

/// What raises and what lowers each customer's risk of leaving, and by how much, in sentences.
///
/// The contribution of an idea is the sum of its columns' contributions to the log-odds: TreeSHAP for trees (Lundberg
/// et al. 2020), coefficient times distance from the training mean for linear models; less that of the usual customer
/// (the median). Its effect is what the calibrated probability loses without it.
package struct ChurnReasons: Sendable, Equatable {
  /// By row: at most `perCustomer` sentences, the one with the largest effect first.
  package let sentences: CustomerSentences

  /// Sentences per customer.
  package static let perCustomer = 3
  /// Beyond the first, effects below this are no reasons: one point.
  private static let leastEffect = 0.01

  /// - Parameters:
  ///   - features: which `wording` also knows.
  ///   - logOdds: of the model, for the same rows.
  ///   - place: where the sentences lie.
  /// - Throws: `Cancelled`, `TableError` where the place cannot hold them, or what the model throws.
  package init(
    _ candidate: FittedCandidate, features: ToldFeatures, logOdds: [Double], wording: ReasonWording,
    in place: ColumnPlace = .memory, context: ExecutionContext
  ) throws {
    precondition(logOdds.count == features.rows, "one element per customer")
    context.progress.expect(features.rows, unit: "customers")
    let sample = try features.sample(context: context.quiet)
    let usual = IdeaSums(features.layout).usual(
      try candidate.model.contributions(sample.read, context: context.quiet), sample)
    var writer = try SentenceWriter(perCustomer: Self.perCustomer, customers: features.rows, in: place)
    for start in stride(from: 0, to: features.rows, by: rowsPerBlock) {
      let rows = start..<min(start + rowsPerBlock, features.rows)
      let block = try features.selecting(rows, context: context.quiet)
      try writer.append(
        Self.blocks(
          contributions: candidate.model.contributions(block.read, context: context.quiet), features: block,
          logOdds: Array(logOdds[rows]), usual: usual, wording: wording, context: context
        ) { candidate.probability(logOdds: $0) })
    }
    sentences = writer.finished()
  }

  /// Sentences of some rows.
  ///
  /// - Parameters:
  ///   - contributions: rows × columns, in log-odds; positive ones push towards churn.
  ///   - features: of the same rows.
  ///   - usual: contributions of the usual customer, by idea; nil for none.
  ///   - probability: of log-odds; does not fall.
  package static func sentences(
    contributions: Matrix<Double>, features: ToldFeatures, logOdds: [Double], usual: [Double]? = nil,
    wording: ReasonWording, context: ExecutionContext, probability: @Sendable (_ logOdds: Double) -> Double
  ) throws -> CustomerSentences {
    var writer = try SentenceWriter(perCustomer: perCustomer, customers: logOdds.count, in: .memory)
    try writer.append(
      blocks(
        contributions: contributions, features: features, logOdds: logOdds, usual: usual, wording: wording,
        context: context, probability: probability))
    return writer.finished()
  }

  private static func blocks(
    contributions: Matrix<Double>, features: ToldFeatures, logOdds: [Double], usual: [Double]?,
    wording: ReasonWording, context: ExecutionContext, probability: @Sendable (_ logOdds: Double) -> Double
  ) throws(Cancelled) -> [SentenceBlock] {
    let ideas = IdeaSums(features.layout)
    return try context.quiet.mapChunks(of: logOdds.count, chunkSize: rowsPerChunk) { rows in
      var (sums, effects) = ([Double](repeating: 0, count: Idea.count), [Double](repeating: 0, count: Idea.count))
      var block = SentenceBlock(perCustomer: perCustomer)
      for row in rows {
        ideas.write(contributions, features, row: row, to: &sums)
        if let usual { ideas.subtract(usual, features, row: row, from: &sums) }
        let whole = probability(logOdds[row])
        for idea in effects.indices {
          effects[idea] = sums[idea] == 0 ? 0 : whole - probability(logOdds[row] - sums[idea])
        }
        let strongest = Idea.strongest(perCustomer, effects: effects, contributions: sums, least: leastEffect)
        block.append(
          strongest.map { idea in
            wording.fact(idea, of: features, row: row) + ": "
              + effect(effects[idea.rawValue], raises: sums[idea.rawValue] > 0)
          })
      }
      context.progress.advance(by: rows.count)
      return block
    }
  }

  /// - Parameter raises: tells the direction, also where the probability does not move.
  private static func effect(_ effect: Double, raises: Bool) -> String {
    let points = Int((100 * abs(effect)).rounded())
    let size = abs(effect) < leastEffect ? "less than 1 point" : points == 1 ? "1 point" : "\(points) points"
    return "\(raises ? "raises" : "lowers") the risk by \(size)"
  }
}

/// Customers whose contributions are in memory at one time: they are many times as large as the sentences.
let rowsPerBlock = 1 << 15
/// A customer takes some microseconds.
let rowsPerChunk = 1024
