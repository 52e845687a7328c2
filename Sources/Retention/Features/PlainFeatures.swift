import CivilTime

/// The plain twin of `WindowKernel`: the definitions, one after the other, for one customer, from lines in any order.
///
/// Slow on purpose and written independently of the kernel; temporal validation and the tests compare the two.
package struct PlainFeatures: Sendable {
  /// Days of the observation window; a multiple of 30.
  package let windowDays: Int

  package init(windowDays: Int) { self.windowDays = windowDays }

  /// One order line of the customer.
  package struct Line: Sendable {
    /// Any number that is the same for the lines of one order only.
    package var order: Int32
    /// Any number that is the same for the lines of one product only.
    package var product: Int32
    /// Microseconds since 1970-01-01.
    package var time: Int64
    /// Units; negative for a return.
    package var quantity: Double
    /// In units of the currency.
    package var unitPrice: Double
    /// Whether the line is a return or a cancellation.
    package var isReturn: Bool

    package init(order: Int32, product: Int32, time: Int64, quantity: Double, unitPrice: Double, isReturn: Bool) {
      self.order = order
      self.product = product
      self.time = time
      self.quantity = quantity
      self.unitPrice = unitPrice
      self.isReturn = isReturn
    }
  }

  /// All features of one customer at `snapshot` but `engagementNormalized`, which needs the other customers and is NaN.
  ///
  /// - Returns: nil if the window holds no order.
  package func features(of lines: [Line], at snapshot: Snapshot) -> [Double]? {
    guard let window = PlainWindow(lines, at: snapshot, days: windowDays) else { return nil }
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
