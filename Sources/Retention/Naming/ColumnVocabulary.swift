/// Columns that an expression may name.
package struct ColumnVocabulary: Sendable, Hashable {
  /// A column, and what is known about its values.
  package struct Column: Sendable, Hashable {
    /// Full name, as in the feature store.
    package let name: String
    /// For rules, such as `recency`.
    package let shortName: String?
    /// Whether its values are never negative.
    package let isNonNegative: Bool

    package init(_ name: String, short shortName: String? = nil, isNonNegative: Bool = true) {
      self.name = name
      self.shortName = shortName
      self.isNonNegative = isNonNegative
    }
  }

  /// In the order of the declaration.
  package let columns: [Column]
  private let byName: [String: Int]

  /// - Parameter columns: all names and short names differ.
  package init(_ columns: [Column]) {
    self.columns = columns
    var byName: [String: Int] = [:]
    for (index, column) in columns.enumerated() {
      for name in [column.name, column.shortName].compactMap(\.self) {
        precondition(byName.updateValue(index, forKey: name) == nil, "two columns are called \(name)")
      }
    }
    self.byName = byName
  }
}

extension ColumnVocabulary {
  /// The full name that a name or a short name stands for; nil if unknown.
  package func fullName(of name: String) -> String? { self[name]?.name }

  /// By name or short name.
  package subscript(name: String) -> Column? { byName[name].map { columns[$0] } }

  /// What an error lists: short names where there are any, then all names.
  package var allNames: [String] { columns.compactMap(\.shortName) + columns.map(\.name) }
}

// MARK: - Features

extension ColumnVocabulary {
  /// The point-in-time features, with the short names of naming rules.
  package static let features = ColumnVocabulary(
    Feature.allCases.map { feature in
      Column(feature.name, short: shortNames[feature], isNonNegative: !canBeNegative.contains(feature))
    })

  /// What rules of a naming may name: the features, and the columns of a naming by history.
  package static let naming = ColumnVocabulary(features.columns + HistoryColumn.allCases.map { Column($0.name) })

  private static let shortNames: [Feature: String] = [
    .recencyDays: "recency", .frequencyCount: "frequency", .monetaryAverage: "monetary_avg",
    .monetaryTotal: "monetary_total", .daysSinceFirstPurchase: "customer_age", .engagement: "engagement",
  ]
  private static let canBeNegative: Set<Feature> = [.revenueSlope, .orderSlope, .revenueDirection, .orderDirection]
}
