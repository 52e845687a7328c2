package import Numerics
import Tables

extension CleanedLines {
  /// Which customers return more than a share of their lines.
  ///
  /// - Parameter rate: share of a customer's lines that stay, 0 to 1; returns have to exceed it.
  /// - Returns: by customer code of `source`; false for customers without a line that stays.
  package func highReturnCustomers(above rate: Double, context: ExecutionContext) throws(Cancelled) -> [Bool] {
    var lines = [Int](repeating: 0, count: source.customers.count)
    var returns = lines
    try source.forEachBlock(context) { range, rows in
      for row in range where removal[row] == 0 {
        lines[Int(rows.customer[row])] += 1
        if flags[row].contains(.isReturn) { returns[Int(rows.customer[row])] += 1 }
      }
    }
    return zip(returns, lines).map { Double($0) > rate * Double($1) }
  }
}
