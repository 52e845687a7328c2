import Numerics
import PluginHost
import Retention
import Testing

@Suite struct ExpressionOracleTests {
  /// Small integers and nulls, so that equal values and nulls are frequent.
  private let rows: [[Double]] = [-1, 0, 1, 2, 3, .nan].flatMap { first in
    [0, 2, 5, .nan].flatMap { second in [1, 4, .nan].map { third in [first, second, third] } }
  }

  @Test("2,000 random conditions hold for the same rows as a plain evaluation in three-valued logic")
  func conditions() throws {
    let columns = NamedColumns(
      names: OracleNode.columns, columns: (0..<3).map { column in rows.map { $0[column] } })
    var random = PhiloxGenerator(seed: 11)
    for _ in 0..<2_000 {
      let node = OracleNode.condition(&random, depth: 4)
      guard OracleNode.columns.contains(where: node.text.contains) else { continue }
      let found = try ColumnExpression(node.text).evaluate(columns)
      #expect(found == rows.map { node.value($0) == 1 }, "\(node.text)")
    }
  }
}
