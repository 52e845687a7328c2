/// A column of the rows that models read: the 33 features, then those of the whole history where models read them.
package enum ModelColumn {
  /// Names of the first `count` columns.
  package static func names(_ count: Int) -> [String] { Array(all.prefix(count)) }
  private static let all = Feature.allCases.map(\.name) + HistoryFeature.allCases.map(\.name)
}
