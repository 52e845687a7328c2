public import Numerics

/// Finds the order of a column's dates. Values that no order reads count only if no value is a date.
///
/// - Parameters:
///   - values: best the distinct values of a column (a dictionary); nulls are left out.
///   - known: the order of other dates that these belong to; the column is ambiguous where it has another one.
public func detectDateOrder(
  _ values: StringColumn, known: DateOrder? = nil, context: ExecutionContext
) throws(Cancelled) -> DateOrderDetection {
  let none = DateOrderEvidence(known: known)
  return try context.reduce(of: values.count, into: none) { rows in
    var evidence = none
    for row in rows where !values.isNull(row) { values.withBytes(row) { evidence.add($0) } }
    return evidence
  }.verdict
}
