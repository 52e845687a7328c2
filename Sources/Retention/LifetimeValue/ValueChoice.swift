package import Learning
package import Numerics
import Text

/// Which candidate's predictions are acted on, and why.
package struct ValueChoice: Sendable, Equatable {
  /// Place among the candidates.
  package let champion: Int
  /// A clause for each decision, in order.
  package let reasons: [String]

  package init(champion: Int, reasons: [String]) {
    self.champion = champion
    self.reasons = reasons
  }
}

/// Two predictions of the same rows: a paired bootstrap of the squared errors, and one of the absolute errors.
package struct PairedErrors: Sendable, Hashable {
  /// nil where there is too little to compare.
  package let squared: LossComparison?
  package let absolute: LossComparison?

  /// What the first prediction is beside the second.
  package enum Verdict: Sendable {
    case better, tied, worse
  }

  /// Squared error decides; absolute error where chance may explain the difference in squared error.
  package var verdict: Verdict {
    for comparison in [squared, absolute] {
      guard let difference = comparison?.difference else { continue }
      if difference.upper < 0 { return .better }
      if difference.lower > 0 { return .worse }
    }
    return .tied
  }

  /// Worse, or larger errors of both kinds that chance may explain: a model has to earn its place.
  package var isBehind: Bool {
    switch verdict {
    case .better: false
    case .worse: true
    case .tied: (squared?.difference.estimate ?? 0) > 0 && (absolute?.difference.estimate ?? 0) > 0
    }
  }
}

/// Predictions of rows whose customers the models did not see.
package struct ValueComparison: Sendable {
  let names: [String]
  let predictions: [[Double]]
  let rows: LabelledRows
  let resampling: LossResampling

  /// - Parameters:
  ///   - predictions: by candidate.
  ///   - rows: with labels, and the weights that errors count with.
  package init(names: [String], predictions: [[Double]], rows: LabelledRows, resampling: LossResampling) {
    self.names = names
    self.predictions = predictions
    self.rows = rows
    self.resampling = resampling
  }

  /// - Parameter places: rows to look at; nil for all.
  /// - Throws: `Cancelled`.
  package func paired(
    _ first: [Double], _ second: [Double], places: [Int]? = nil, context: ExecutionContext
  ) throws(Cancelled) -> PairedErrors {
    func losses(_ values: [Double], _ loss: (Double) -> Double) -> [Double] {
      (places ?? Array(rows.labels.indices)).map { (rows.weights?[$0] ?? 1) * loss(values[$0] - rows.labels[$0]) }
    }
    let customers = places?.map { rows.customers[$0] } ?? rows.customers
    func compared(_ loss: (Double) -> Double) throws(Cancelled) -> LossComparison? {
      try comparedLosses(
        first: losses(first, loss), second: losses(second, loss), customers: customers, resampling: resampling,
        context: context.quiet)
    }
    return PairedErrors(squared: try compared { $0 * $0 }, absolute: try compared { abs($0) })
  }

  /// The first of the candidates that no later one beats, if it is not behind a baseline; else the first of the others,
  /// and so on; at last the better baseline.
  ///
  /// - Parameters:
  ///   - baselines: places of the baselines among the candidates, the last ones.
  ///   - candidates: places of the others that may win; nil for all.
  ///   - places: rows to look at; nil for all.
  /// - Throws: `Cancelled`.
  package func choice(
    baselines: Range<Int>, among candidates: [Int]? = nil, places: [Int]? = nil, context: ExecutionContext
  ) throws(Cancelled) -> ValueChoice {
    var reasons: [String] = []
    var open: [Int] = []
    for index in candidates ?? names.indices.filter({ !baselines.contains($0) }) {
      if predictions[index].contains(where: { !$0.isFinite }) {
        reasons.append("\(names[index]) could not be fitted")
      } else {
        open.append(index)
      }
    }
    while !open.isEmpty {
      let best = try best(of: open, places, context)
      var isBehind = false
      var clauses: [String] = []
      for baseline in baselines {
        let paired = try paired(predictions[best], predictions[baseline], places: places, context: context)
        isBehind = isBehind || paired.isBehind
        clauses.append(paired.sentence(names[best], names[baseline]))
      }
      reasons += clauses
      if !isBehind { return ValueChoice(champion: best, reasons: reasons) }
      open.removeAll { $0 == best }
    }
    let champion = try best(of: Array(baselines), places, context)
    reasons.append("no model is ahead of spend as before, so \(names[champion]) is used")
    return ValueChoice(champion: champion, reasons: reasons)
  }

  /// A later one has to be better than chance explains: else noise would choose.
  private func best(
    of candidates: [Int], _ places: [Int]?, _ context: ExecutionContext
  ) throws(Cancelled) -> Int {
    var best = candidates[0]
    for next in candidates.dropFirst() {
      let paired = try paired(predictions[next], predictions[best], places: places, context: context)
      if paired.verdict == .better { best = next }
    }
    return best
  }
}

extension PairedErrors {
  /// The two errors of the first prediction beside those of the second, in words.
  func sentence(_ first: String, _ second: String) -> String {
    let squared = squared?.rootRatio.map { "root-mean-square error \(Self.times($0))" }
    let absolute = absolute?.ratio.map { "mean absolute error \(Self.times($0))" }
    let figures = [squared, absolute].compactMap { $0 }.joined(separator: ", ")
    let word = isBehind ? "is behind" : verdict == .better ? "is ahead of" : "is not behind"
    return "\(first) \(word) \(second)" + (figures.isEmpty ? "" : " (\(figures))")
  }

  private static func times(_ ratio: MetricInterval) -> String {
    "\(rounded(ratio.estimate, 3)) times (\(rounded(ratio.lower, 3)) to \(rounded(ratio.upper, 3)))"
  }
}
