/// Where one feature is cut into bins.
///
/// Numbers: bin b holds `edges[b − 1] < x ≤ edges[b]`; the last bin of numbers has no upper edge; the bin of missing
/// values, where there is one, comes last.
///
///     edges:      e₀    e₁    e₂
///     bins:    0  |  1  |  2  |  3  | 4 (missing)
///
/// Categories: bin b holds `categories[b]`; a last bin holds all else: rare, unknown and missing ones.
package struct FeatureBins: Sendable, Equatable {
  /// Finite and ascending; empty for categories.
  package let edges: [Float]
  /// Ascending; nil for numbers.
  package let categories: [Int]?
  /// Whether training has missing values; of categories, whether it has others than `categories`.
  package let hasMissing: Bool
  /// Smallest and largest number seen, ±infinity as the largest finite ones; nil where all are missing.
  package let range: ClosedRange<Float>?

  package init(edges: [Float], hasMissing: Bool, range: ClosedRange<Float>?) {
    self.edges = edges
    self.hasMissing = hasMissing
    self.range = range
    categories = nil
  }

  /// - Parameter hasOthers: whether training has values that are none of `categories`.
  package init(categories: [Int], hasOthers: Bool, range: ClosedRange<Float>?) {
    self.categories = categories
    self.range = range
    hasMissing = hasOthers
    edges = []
  }

  /// Bins before that of missing values.
  package var numericBins: Int { categories?.count ?? edges.count + 1 }
  /// Categories always keep a last bin, for those that only validation rows have.
  package var binCount: Int { numericBins + (hasMissing || categories != nil ? 1 : 0) }
  /// A feature of one bin cannot be split, nor one without any number.
  package var isConstant: Bool { numericBins + (hasMissing ? 1 : 0) < 2 || range == nil }

  /// The bin of missing values; 255, which no row has, where there is none.
  package var missingBin: UInt8 { hasMissing || categories != nil ? UInt8(numericBins) : .max }

  /// Rows of a split at `bin` go left where x ≤ this.
  package func threshold(ofBin bin: Int) -> Double {
    bin < edges.count ? Double(edges[bin]) : .infinity
  }
}

/// A distinct value of a feature and the weight of the rows that have it.
package struct WeightedValue: Sendable, Equatable {
  package var value: Float
  package var weight: Double

  package init(value: Float, weight: Double) {
    self.value = value
    self.weight = weight
  }
}
