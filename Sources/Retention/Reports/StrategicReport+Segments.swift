import Text

// MARK: - Who the customers are.

extension StrategicReport {
  var segments: String {
    guard !summary.rows.isEmpty else { return "" }
    let rows = summary.rows.map { row in
      [
        escaped(row.name), grouped(row.customers), percent(row.share), grouped(row.notScored),
        rounded(row.recencyDays, 0), rounded(row.orders, 1), amount(row.orderValue), amount(row.revenue),
        percent(row.revenueShare), percent(row.churn), amount(row.lifetimeValue),
      ]
    }
    let notScored = summary.rows.reduce(0) { $0 + $1.notScored }
    let parts = [
      "## Who the customers are",
      table(
        [
          "Segment", "Customers", "Share", "Not scored", "Days since order", "Orders", "Mean order", "Spent",
          "Share of spend", "Churn risk", "Value ahead",
        ], rows),
      """
      Orders, spend and days are those of the whole history, less returns. \
      \(counted(notScored, "customer", as: grouped(notScored))) without an order in the last \
      \(settings.features.windowDays) days have a segment, but no risk and no value ahead: these two columns are means of the \
      segment's other customers.
      """,
      definitions, outcomes, movement, clusters,
    ]
    return parts.filter { !$0.isEmpty }.joined(separator: "\n\n")
  }

  /// Each segment of somebody in one sentence.
  private var definitions: String {
    guard let segmentation = report.segmentation, let definitions = segmentation.definitions else { return "" }
    let present = Set(summary.rows.map(\.name))
    let lines = definitions.filter { present.contains($0.segment) }.map {
      "- **\(escaped($0.segment))**: \(escaped($0.definition))."
    }
    guard !lines.isEmpty else { return "" }
    let rhythm = segmentation.thresholds.map { limits in
      limits.repeatCustomers == 0
        ? """
        Nobody has come back yet, so what gap between orders is usual is unknown. The names assume \
        \(rounded(limits.shopGapDays, 0)) days, and that customers are on schedule while they have been silent for at \
        most \(rounded(limits.lateSilence, 1)) times as long.


        """
        : """
        A customer's usual gap is the geometric mean of the gaps between their orders and one gap of \
        \(rounded(limits.shopGapDays, 0)) days, which is usual in the shop; it is at least the median of their own gaps, and half of the shop's. \
        They are on schedule while they have been silent for at most \(rounded(limits.lateSilence, 1)) usual gaps. These \
        limits are the shop's own, learned from the \(grouped(limits.customers)) customers with an order before \
        \(limits.learnedAt), of whom \(grouped(limits.repeatCustomers)) had come back.


        """
    }
    return (rhythm ?? "") + lines.joined(separator: "\n")
  }

  /// What the segments of the test snapshot did.
  private var outcomes: String {
    guard let outcomes = report.segmentation?.outcomes, !outcomes.segments.isEmpty else { return "" }
    let rows = outcomes.segments.map { row in
      [escaped(row.segment), grouped(row.customers), percent(row.churnRate), amount(row.meanValue)]
    }
    let risky = outcomes.segments.max { $0.churnRate < $1.churnRate }
    let safe = outcomes.segments.min { $0.churnRate < $1.churnRate }
    // Segments that did the same have no first and no last.
    let comparison =
      risky?.churnRate == safe?.churnRate
      ? ""
      : "\n\n\(escaped(risky?.segment ?? "")) stayed away most often (\(percent(risky?.churnRate))), "
        + "\(escaped(safe?.segment ?? "")) least often (\(percent(safe?.churnRate)))."
    return """
      How well the names fit: all customers as they would have been named at \(outcomes.snapshot), from what was known \
      before it, and what they did in the \(outcomes.days) days that followed.

      \(table(["Segment then", "Customers", "Did not order", "Mean spend"], rows))\(comparison)
      """
  }

  private var movement: String {
    guard let segmentation = report.segmentation, let since = segmentation.migrationSince,
      let moved = segmentation.moved
    else { return "" }
    return
      "\(counted(moved, "customer", as: grouped(moved))) changed segment since \(escaped(since)) (`reports/segment_migration.csv`)."
  }

  /// How the scored customers were clustered, and what sets each cluster apart.
  private var clusters: String {
    guard let segmentation = report.segmentation else { return "" }
    let lines = (segmentation.clusters ?? []).map { cluster in
      let name = cluster.segment.map { " (\(escaped($0)))" } ?? ""
      let differences = cluster.differences.map { difference in
        "\(escaped(difference.feature)) \(difference.spreads < 0 ? "" : "+")\(rounded(difference.spreads, 1))"
      }
      return
        "- Cluster \(cluster.cluster)\(name), \(counted(cluster.customers, "customer", as: grouped(cluster.customers))): "
        + differences.joined(separator: ", ")
    }
    let shared = Dictionary(grouping: (segmentation.clusters ?? []).filter { $0.segment != nil }) { $0.segment! }
      .filter { $0.value.count > 1 }.sorted { $0.key < $1.key }.map { name, clusters in
        "\n\nThe clusters \(clusters.map { "\($0.cluster)" }.joined(separator: ", ")) have one name, \(escaped(name)), and "
          + "are one segment."
      }
    let list =
      lines.isEmpty
      ? ""
      : " What sets a cluster apart from the others, in standard deviations:\n\n" + lines.joined(separator: "\n")
    guard let k = segmentation.k else { return "" }
    return """
      The scored customers form \(counted(k, "cluster")): \(segmentation.reason ?? ""). Silhouette \
      \(decimal(segmentation.silhouette)); on resampled customers the clusters agree with an adjusted Rand index of \
      \(decimal(segmentation.stabilityARI, 2)).\(list)\(shared.joined())
      """
  }
}
