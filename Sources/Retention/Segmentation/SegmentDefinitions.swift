import Text

extension SegmentationReport.Definition {
  /// The segments of a naming, each in one sentence without a full stop.
  ///
  /// - Parameter thresholds: the limits in the rules of a naming by history.
  package static func all(of naming: any SegmentNaming, _ thresholds: RelativeThresholds) -> [Self] {
    let limits = RelativeNaming.Limits(
      days: rounded(thresholds.lateSilence * thresholds.shopGapDays, 0), late: rounded(thresholds.lateSilence, 1),
      long: rounded(thresholds.longSilence, 1),
      many: rounded(thresholds.manyOrders, 0), most: rounded(thresholds.mostOrders, 0),
      spend: decimal(thresholds.bigSpend, places: 2))
    let isByHistory = naming.period == .history
    let row = naming.granularity == .cluster ? "means of a cluster with " : ""
    return naming.rules.map { rule in
      let words = isByHistory ? RelativeNaming.definition(of: rule, limits) : nil
      let plain = rule.condition.map { row + $0 } ?? "all others"
      return Self(segment: rule.name, definition: words ?? plain)
    }
  }
}
