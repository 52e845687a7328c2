package import Learning
import Numerics

/// How quantiles become an interval that holds what it promises: conformalized quantile regression (Romano, Patterson &
/// Candès 2019), with a margin for each group of customers that has enough of them (Mondrian conformal prediction, Vovk,
/// Lindsay, Nouretdinov & Gammerman 2003).
///
/// No value lies between 0 and the least that anybody spent. An interval whose lower quantile lies there begins at 0 and
/// ends at the quantile that holds as many; each end is exactly 0, or no such value.
package struct IntervalRule: Sendable {
  /// Least value above 0.
  package let least: Double
  /// The same as log(1 + value).
  private let floor: Double
  /// Of all customers together.
  package let margin: ConformalAdjustment
  /// By group.
  package let groupMargins: [Int32: ConformalAdjustment]
  /// Of the largest customers, where their expected value or their median lies above what the quantiles say: trees say
  /// nothing beyond the values that they saw. nil with too few of them to know.
  package let beyond: Beyond?

  package struct Beyond: Sendable, Equatable, Encodable {
    /// Least expected value of these customers.
    package let from: Double
    /// Lower and upper end over expected value.
    package let low: Double
    package let high: Double
  }

  /// Fewest customers of a group with a margin of its own.
  package static let leastGroup = 50

  /// - Parameters:
  ///   - quantiles: of rows that the trees were not fitted on.
  ///   - values: what these customers spent.
  ///   - expected: mean values of the rows; nil takes them as the ends of what lies above the quantiles.
  ///   - groups: group of each row; nil for one margin.
  ///   - coverage: share of the customers whose value the interval is to hold.
  ///   - least: least value above 0.
  /// - Throws: `ConformalError`.
  package init(
    _ quantiles: ValueQuantileRows, values: [Double], expected: [Double]? = nil, groups: [Int32]? = nil,
    coverage: Double, least: Double
  ) throws(ConformalError) {
    let floor = logOnePlus(least)
    (self.least, self.floor) = (least, floor)
    let ends = values.indices.map { Self.ends(quantiles, row: $0, floor: floor) }
    func margin(_ rows: [Int]) throws(ConformalError) -> ConformalAdjustment {
      try ConformalAdjustment(
        lower: rows.map { ends[$0].lower }, upper: rows.map { ends[$0].upper },
        targets: rows.map { logOnePlus(max(0, values[$0])) }, alpha: 1 - coverage)
    }
    self.margin = try margin(Array(values.indices))
    var found: [Int32: ConformalAdjustment] = [:]
    if let groups {
      for (group, rows) in Dictionary(grouping: values.indices, by: { groups[$0] }) where rows.count >= Self.leastGroup
      {
        found[group] = try margin(rows)
      }
    }
    groupMargins = found
    beyond = expected.flatMap { Self.beyond($0, values, coverage: coverage) }
  }

  /// Quantiles of value over expected value, of the twentieth of the rows with the largest expected values.
  private static func beyond(_ expected: [Double], _ values: [Double], coverage: Double) -> Beyond? {
    let count = max(leastGroup, values.count / 20)
    guard values.count >= count else { return nil }
    let order = expected.indices.sorted { (expected[$1], $0) < (expected[$0], $1) }
    let largest = order.prefix(count).filter { expected[$0] > 0 }
    let ratios = largest.map { values[$0] / expected[$0] }
    guard let last = largest.last, let low = quantile((1 - coverage) / 2, of: ratios),
      let high = quantile((1 + coverage) / 2, of: ratios)
    else { return nil }
    return Beyond(from: expected[last], low: min(1, low), high: max(1, high))
  }

  /// The ends before the margin, on the scale of log(1 + value).
  private static func ends(_ quantiles: ValueQuantileRows, row: Int, floor: Double) -> (lower: Double, upper: Double) {
    quantiles.lower[row] < floor
      ? (-.infinity, quantiles.inner[row]) : (quantiles.lower[row], quantiles.upper[row])
  }

  /// Ends and quantiles of the rows, in units of the currency. Where the mean is outside the interval, as a few large
  /// values can make it, the interval is widened to hold it, above by as much as the largest customers need.
  ///
  /// - Parameters:
  ///   - expected: mean value of each row.
  ///   - groups: group of each row; those without a margin of their own have that of all.
  package func bounds(
    _ quantiles: ValueQuantileRows, expected: [Double], groups: [Int32]? = nil
  ) -> ValueBounds {
    var bounds = ValueBounds(rows: 0)
    for row in quantiles.median.indices {
      let margin = groups.flatMap { groupMargins[$0[row]] } ?? margin
      let raw = Self.ends(quantiles, row: row, floor: floor)
      let ends = margin.interval(lower: raw.lower, upper: raw.upper)
      var (low, high) = (value(ends.lower), value(ends.upper))
      let isAbove = expected[row] > high
      bounds.isAbove.append(isAbove)
      let isLargest = expected[row] >= beyond?.from ?? .infinity
      let beyond = isLargest && (isAbove || quantiles.median[row] > high) ? beyond : nil
      if isAbove || beyond != nil { high = max(least, high, expected[row] * (beyond?.high ?? 1)) }
      if let beyond { low = max(low, snapped(expected[row] * beyond.low)) }
      if expected[row] < low { low = snapped(expected[row]) }
      let middle = snapped(min(max(quantiles.median[row], low), high))
      bounds.low.append(low)
      bounds.high.append(high)
      bounds.p50.append(middle)
      bounds.p10.append(min(value(quantiles.lower[row]), middle))
      bounds.p90.append(max(beyond != nil ? high : value(quantiles.upper[row]), middle))
    }
    return bounds
  }

  /// The value at a place of the scale of log(1 + value): nothing lies between 0 and `least`.
  private func value(_ place: Double) -> Double { place < floor ? 0 : max(least, expMinusOne(place)) }

  private func snapped(_ value: Double) -> Double { value < least ? 0 : value }

  /// `clv_interval.json`.
  ///
  /// - Parameter levelFactor: that all values and ends are multiplied by.
  package func file(levelFactor: Double) throws -> ModelFile {
    ModelFile(
      name: "clv_interval.json",
      text: try json(
        Written(
          margin: margin.finite, least: least, beyond: beyond, levelFactor: levelFactor,
          groupMargins: Dictionary(uniqueKeysWithValues: groupMargins.map { ("\($0)", $1.finite) }))))
  }

  private struct Written: Encodable {
    /// nil where the upper end is infinite.
    let margin: Double?
    let least: Double
    let beyond: Beyond?
    let levelFactor: Double
    let groupMargins: [String: Double?]

    enum CodingKeys: String, CodingKey {
      case margin, beyond
      case levelFactor = "level_factor"
      case least = "least_value"
      case groupMargins = "group_margins"
    }
  }
}

extension ConformalAdjustment {
  fileprivate var finite: Double? { if case .finite(let margin) = self { margin } else { nil } }
}

/// What the interval of each row is, in units of the currency.
package struct ValueBounds: Sendable, Equatable {
  /// The interval: 0 or more; the upper end is infinite where too few customers were held out to calibrate it.
  package var low: [Double]
  package var high: [Double]
  /// Quantiles, in order; the middle one lies in the interval.
  package var p10: [Double]
  package var p50: [Double]
  package var p90: [Double]
  /// Whether the mean lies above what the quantiles say, so that the interval was widened to hold it.
  package var isAbove: [Bool]

  init(rows: Int) {
    let none = [Double](repeating: .nan, count: rows)
    (low, high, p10, p50, p90) = (none, none, none, none, none)
    isAbove = [Bool](repeating: false, count: rows)
  }

  mutating func fill(_ rows: [Int], from part: ValueBounds) {
    for (index, row) in rows.enumerated() {
      low[row] = part.low[index]
      high[row] = part.high[index]
      p10[row] = part.p10[index]
      p50[row] = part.p50[index]
      p90[row] = part.p90[index]
      isAbove[row] = part.isAbove[index]
    }
  }

  /// Whether the interval holds what came, by row.
  package func holds(_ values: [Double]) -> [Bool] {
    values.indices.map { low[$0] <= values[$0] && values[$0] <= high[$0] }
  }
}
