import Numerics

/// Points at which rules are tried: combinations of values at, between and beyond the numbers in their conditions.
struct RuleGrid {
  struct Axis {
    let column: String
    /// Ascending, each once.
    let values: [Double]
  }

  let axes: [Axis]
  let coverage: RuleLintReport.Coverage
  let pointCount: Int
  private let seed: UInt64 = 0x5eed

  /// - Parameter limit: most points; if there are more combinations, a sample of this size is drawn.
  init(_ outlines: [ConditionOutline], limit: Int) {
    var seen: Set<String> = []
    let columns = outlines.flatMap(\.columns).filter { seen.insert($0).inserted }
    axes = columns.map { Axis(column: $0, values: axisValues($0, outlines)) }
    let combinations = axes.reduce(1) { product, axis in
      product.multipliedReportingOverflow(by: axis.values.count).overflow ? .max : product * axis.values.count
    }
    coverage = combinations <= limit ? .allCombinations : .sample
    pointCount = min(combinations, limit)
  }
}

extension RuleGrid {
  var columns: NamedColumns {
    NamedColumns(names: axes.map(\.column), columns: axes.indices.map(coordinates))
  }

  func point(_ index: Int, of columns: NamedColumns) -> SamplePoint {
    SamplePoint(
      coordinates: axes.indices.map {
        .init(column: axes[$0].column, value: columns.columns[$0][index])
      })
  }

  /// The values of one axis at all points.
  private func coordinates(_ axis: Int) -> [Double] {
    let values = axes[axis].values
    switch coverage {
    case .allCombinations:
      let stride = axes[..<axis].reduce(1) { $0 * $1.values.count }
      return (0..<pointCount).map { values[$0 / stride % values.count] }
    case .sample:
      var generator = PhiloxGenerator(seed: seed, stream: UInt64(axis))
      return (0..<pointCount).map { _ in values[generator.index(below: values.count)] }
    }
  }
}

/// If a column is only compared with numbers, these and the midpoints between them cover every case. If it also occurs
/// in arithmetic or is compared with another column, values over the usual magnitudes are tried as well.
private func axisValues(_ column: String, _ outlines: [ConditionOutline]) -> [Double] {
  let isNonNegative = ColumnVocabulary.naming[column]?.isNonNegative ?? false
  var marks = Set(outlines.flatMap { $0.thresholds[column] ?? [] })
  if outlines.contains(where: { $0.unboundColumns.contains(column) }) { marks.formUnion(ladder) }
  if isNonNegative { marks.insert(0) }
  let sorted = marks.sorted()
  guard let first = sorted.first, let last = sorted.last else { return [0] }
  let middles = zip(sorted, sorted.dropFirst()).map { $0 + ($1 - $0) / 2 }
  let values = Set(sorted + middles + [first - max(1, abs(first)), last + max(1, abs(last))])
  return values.filter { $0.isFinite && (!isNonNegative || $0 >= 0) }.sorted()
}

private let ladder: [Double] = [0, 0.01, 0.1, 0.5, 1, 2, 5, 10, 30, 100, 365, 1000, 10_000, 1_000_000]
