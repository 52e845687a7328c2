package import Foundation
package import Numerics
package import Retention
import Runs
import Tables

/// Columns of a run's `predictions/customer_scores.parquet`, for the customers of its features.
struct ScoreColumns {
  private let table: Table
  private let path: String

  /// - Throws: `RunError.missingArtefact`; `ArtefactError.inconsistent` where the customers are others.
  /// - Parameter ids: of the customers who were scored, in their order.
  init(_ run: PublishedRun, ids: [String]) throws {
    let url = try run.existing(ArtefactPath.scores)
    path = url.path
    table = try readTable(path)
    guard try table.strings(named: "customer_id") == ids else {
      throw ArtefactError.inconsistent(path: path, with: ArtefactPath.features)
    }
  }

  var rows: Int { table.rowCount }

  /// nil where unknown.
  func strings(_ name: String) throws -> [String?] {
    try table.strings(named: name).map { $0.isEmpty ? nil : $0 }
  }

  /// NaN where unknown.
  func doubles(_ name: String) throws -> [Double] { try table.doubles(named: name) }
}

extension ScoreTable {
  /// Writes `predictions/customer_scores.parquet`; what is unknown is null.
  package func write(to url: URL, context: ExecutionContext) throws {
    let columns: [Column] = [
      .strings("customer_id", ids),
      .categories("segment", segment),
      .doubles("churn_probability", churn),
      .doubles("clv_p10", clvP10),
      .doubles("clv_p50", clvP50),
      .doubles("clv_p90", clvP90),
      .doubles("clv_expected", clvExpected),
      .doubles("p_alive", alive),
      .doubles("expected_value", expectedValue),
      .categories("tier", tier),
    ]
    let reasonColumns = Self.reasonColumns.enumerated().map { Column.categories($1, reason($0)) }
    try TableOutput.writeParquet(Table(columns: columns + reasonColumns), to: url, context: context)
  }

  /// The reason in one place of each row; nil where there is none.
  private func reason(_ place: Int) -> [String?] {
    reasons.map { place < $0.count && !$0[place].isEmpty ? $0[place] : nil }
  }
}
