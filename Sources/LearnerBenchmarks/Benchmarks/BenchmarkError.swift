package import Failures

/// Why a benchmark cannot be run on its files. Rows are counted from 0.
package enum BenchmarkError: Error, Sendable, Equatable {
  case noFloatColumns(path: String)
  case noRows(path: String)
  case holdoutTooLarge(path: String, holdout: Int, rows: Int)
  case targetNotNumeric(path: String, column: String, found: String)
  case targetNotFinite(path: String, column: String, row: Int)
  case targetNotBinary(path: String, column: String, row: Int, found: Double)
  /// A column with categories is not among the features, which are `known`.
  case notAFeature(path: String, column: String, known: [String])
  /// A file has a different number of features than required.
  case otherFeatures(path: String, expected: Int, found: Int)
  /// A file is not a model in LightGBM's text format; `sentence` begins with the position.
  case badModel(path: String, sentence: String)
}

extension BenchmarkError: UserFacingError {
  package var failureKind: FailureKind { .input }

  package var description: String {
    switch self {
    case .noFloatColumns(let path):
      "\(path): no column of type float or double, which are the features; give a Parquet file of numbers"
    case .noRows(let path):
      "\(path): the table has no rows; give one with some"
    case .holdoutTooLarge(let path, let holdout, let rows):
      "\(path): a holdout of \(holdout) rows leaves none of its \(rows) rows to learn from; make --holdout-rows smaller"
    case .targetNotNumeric(let path, let column, let found):
      "\(path): the target '\(column)' is of type \(found); name a column of numbers with --target"
    case .targetNotFinite(let path, let column, let row):
      "\(path): the target '\(column)' has no number in row \(row + 1); fill it or remove the row"
    case .targetNotBinary(let path, let column, let row, let found):
      "\(path): the target '\(column)' is \(found) in row \(row + 1), but a logistic regression needs 0 or 1"
    case .notAFeature(let path, let column, let known):
      "\(path): '\(column)' is no feature; --categorical takes names of float columns: \(known.joined(separator: ", "))"
    case .otherFeatures(let path, let expected, let found):
      "\(path): \(found) features where \(expected) are needed; give files with the same columns"
    case .badModel(let path, let sentence):
      "\(path):\(sentence)"
    }
  }
}
