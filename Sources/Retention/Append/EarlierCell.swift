/// A cell that an earlier run could not read.
public struct EarlierCell: Sendable {
  /// Path of the file.
  public let file: String
  /// Line in the file, from 1.
  public let line: Int32
  public let column: CanonicalColumn
  /// What the cell holds.
  public let text: String

  public init(file: String, line: Int32, column: CanonicalColumn, text: String) {
    self.file = file
    self.line = line
    self.column = column
    self.text = text
  }
}

/// A path by its bytes: `String` takes two ways to write é for one.
struct FileKey: Hashable {
  private let bytes: [UInt8]

  init(_ path: String) { bytes = Array(path.utf8) }
}
