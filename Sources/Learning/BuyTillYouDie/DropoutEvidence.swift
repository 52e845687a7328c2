/// Whether customers' histories show that customers drop out at all.
///
/// The maximum likelihood is compared with that of the NBD (Ehrenberg 1959), in which nobody ever does. Where the two
/// are about equal, any small rate of dropout fits as well as none: P(alive) is then an assumption, not a finding, and
/// should not be shown.
package struct DropoutEvidence: Sendable, Hashable, Codable {
  /// Greatest ln L without dropout, in the same units.
  package let logLikelihoodWithoutDropout: Double
  /// 2 · (ln L − ln L without dropout), at least 0.
  package let ratioStatistic: Double

  /// Above this, dropout is identified.
  ///
  /// Dropout has a mean, which is at the edge of its range where nobody drops out, and a spread, which is free: the
  /// statistic is then χ² with 1 or 2 degrees of freedom, half of the time each (Self & Liang 1987, case 6), and
  /// exceeds this value in 5 of 100 samples. Without dropout its spread means nothing, so this errs towards "not
  /// identified": about 3 of 100 samples of customers who never drop out exceed it.
  package static let criticalValue = 5.138

  /// Whether dropout explains the histories better than chance would.
  package var isIdentified: Bool { ratioStatistic > Self.criticalValue }
}

extension DropoutEvidence {
  init(logLikelihood: Double, withoutDropout: Double) {
    self.init(
      logLikelihoodWithoutDropout: withoutDropout, ratioStatistic: max(0, 2 * (logLikelihood - withoutDropout)))
  }
}
