package import Foundation
package import Numerics
package import Retention
import Runs
import Tables

/// Columns of a run's `predictions/customer_scores.parquet`, for the customers of its features.
struct ScoreColumns {
  private let table: Table
  private let path: String

  /// - Parameter ids: ids of the scored customers, in order.
  /// - Throws: `RunError.missingArtefact`; `ArtefactError.inconsistent` if the customers differ.
  init(_ run: PublishedRun, ids: [String]) throws {
    let url = try run.existing(ArtefactPath.scores)
    path = url.path
    table = try readTable(path)
    guard try table.strings(named: "customer_id") == ids else {
      throw ArtefactError.inconsistent(path: path, with: ArtefactPath.features)
    }
  }

  var rows: Int { table.rowCount }

  /// A text column; nil where unknown.
  func strings(_ name: String) throws -> [String?] {
    try table.strings(named: name).map { $0.isEmpty ? nil : $0 }
  }

  /// Sentences of each row, the strongest first; none where the run lacks the columns.
  func sentences(_ names: [String]) throws -> CustomerSentences {
    let known = names.filter { table.column(named: $0) != nil }
    return CustomerSentences(
      ranks: try known.map { name in
        StringColumn(try table.strings(named: name).map { $0.isEmpty ? nil : $0 })
      }, count: rows)
  }

  /// A column of numbers; NaN where unknown.
  func doubles(_ name: String) throws -> [Double] { try table.doubles(named: name) }
}

extension ScoreTable {
  /// Writes `predictions/customer_scores.parquet`; unknown values are null.
  ///
  /// - Throws: `TableError`, `Cancelled`.
  package func write(to url: URL, context: ExecutionContext) throws {
    let columns: [Column] = [
      .strings("customer_id", ids),
      .categories("segment", segment),
      .doubles("churn_probability", churn),
      .doubles("clv_p10", clvP10),
      .doubles("clv_p50", clvP50),
      .doubles("clv_p90", clvP90),
      .doubles("clv_low", clvLow),
      .doubles("clv_high", clvHigh),
      .doubles("clv_expected", clvExpected),
      .doubles("p_alive", alive),
      day("next_order_low", \.low),
      day("next_order_p50", \.middle),
      day("next_order_high", \.high),
      .categories("next_order_reason", nextOrder.map { $0?.reason?.rawValue }),
      .doubles("expected_value", expectedValue),
      .categories("tier", tier),
    ]
    let texts = Self.columns(Self.reasonColumns, reasons) + Self.columns(Self.valueReasonColumns, valueReasons)
    try TableOutput.writeParquet(Table(columns: columns + texts), to: url, context: context)
  }

  private func day(_ name: String, _ date: (NextOrder) -> Int32?) -> Column {
    Column(name: name, values: .date(Primitive(nextOrder.map { $0.flatMap(date) }, placeholder: 0)))
  }

  /// The reasons at each rank; null where there is none.
  private static func columns(_ names: [String], _ reasons: CustomerSentences) -> [Column] {
    names.enumerated().map { rank, name in
      guard rank < reasons.ranks.count else {
        return .strings(name, [String?](repeating: nil, count: reasons.count))
      }
      return Column(name: name, values: .string(reasons.ranks[rank]))
    }
  }
}
