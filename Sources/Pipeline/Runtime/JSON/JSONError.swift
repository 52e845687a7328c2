/// Text that is not JSON.
public struct JSONError: Error, Sendable, Hashable, CustomStringConvertible {
  public let file: String
  /// Counted from 1; the column counts bytes.
  public let line: Int
  public let column: Int
  /// What stood there or was missing, completing "…: ".
  public let problem: String

  public var description: String {
    "\(file):\(line):\(column): this is not JSON: \(problem)"
  }
}
