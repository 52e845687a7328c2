package import Failures

/// Why a naming cannot be applied to a table.
package enum NamingError: Error, Sendable, Hashable {
  /// A rule reads a column that the table lacks.
  case missingColumn(name: String, present: [String])
}

extension NamingError: UserFacingError {
  package var failureKind: FailureKind { .plugin }

  package var description: String {
    switch self {
    case .missingColumn(let name, let present):
      """
      the naming reads the column `\(name)`, which this table lacks; it has \
      \(present.map { "`\($0)`" }.joined(separator: ", ")): choose another naming or provide the column.
      """
    }
  }
}
