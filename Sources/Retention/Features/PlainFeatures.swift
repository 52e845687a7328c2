import CivilTime

/// The plain twin of `WindowKernel`: the definitions, one after the other, for one customer, from lines in any order.
///
/// Slow on purpose and written independently of the kernel; temporal validation and the tests compare the two.
package struct PlainFeatures: Sendable {
  /// Days of the observation window; a multiple of 30.
  package let windowDays: Int
  /// Whether purchases count less what was returned of them before the snapshot.
  package let isNet: Bool

  package init(windowDays: Int, isNet: Bool = false) {
    self.windowDays = windowDays
    self.isNet = isNet
  }

  /// All features of one customer at `snapshot` but `engagementNormalized`, which needs the other customers and is NaN.
  ///
  /// - Parameter lines: for net features in order of time and, at one time, as sorted histories have them.
  /// - Returns: nil if the window holds no order.
  package func features(of lines: [PlainLine], at snapshot: Snapshot) -> [Double]? {
    guard let window = PlainWindow(lines, at: snapshot, days: windowDays, isNet: isNet) else { return nil }
    var row = PlainRow()
    window.setRecencyFrequencyMonetary(&row)
    window.setRecent(&row)
    window.setCadence(&row)
    window.setBaskets(&row)
    window.setTrends(&row)
    return row.values
  }

  /// `engagementNormalized` of all customers of a snapshot, from their `engagement`.
  static func normalized(engagement: [Double]) -> [Double] {
    let logs = engagement.map { logOnePlus($0) }
    guard let low = logs.min(), let high = logs.max(), low < high else { return logs.map { _ in 0 } }
    return logs.map { ($0 - low) / (high - low) }
  }
}

/// The features of one customer, null at first.
struct PlainRow {
  private(set) var values = [Double](repeating: .nan, count: Feature.count)

  subscript(feature: Feature) -> Double {
    get { values[feature.rawValue] }
    set { values[feature.rawValue] = newValue }
  }
}
