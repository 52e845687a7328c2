/// A cell that an earlier run could not read.
package struct EarlierCell: Sendable {
  /// Path of the file.
  package let file: String
  /// Line in the file, from 1.
  package let line: Int32
  /// The column that needs something else.
  package let column: CanonicalColumn
  /// What the cell holds.
  package let text: String

  package init(file: String, line: Int32, column: CanonicalColumn, text: String) {
    self.file = file
    self.line = line
    self.column = column
    self.text = text
  }
}

/// A path compared by its bytes: as a `String`, two ways to write é would be equal.
struct FileKey: Hashable {
  private let bytes: [UInt8]

  init(_ path: String) { bytes = Array(path.utf8) }
}
