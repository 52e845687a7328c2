package import Tables

/// How much memory order lines may take, and the folder for the files that hold them beyond that. Neither changes a
/// result.
package struct LineMemory: Sendable, Hashable {
  /// Bytes of line columns in memory; if there are more, all lines go to files.
  package let bytes: Int
  /// Path of the folder for such files.
  package let folder: String

  package init(bytes: Int, folder: String) {
    self.bytes = bytes
    self.folder = folder
  }

  /// Lines always stay in memory.
  package static let unlimited = LineMemory(bytes: .max, folder: "")

  /// Rows of `width` bytes that are computed at a time where more of them would have to be held.
  package func rows(width: Int) -> Int { max(1, min(bytes / 4, Self.largestGroup) / width) }

  /// Where text of about `bytes` bytes a row goes that is made now and read at the end.
  package func place(ofText bytes: Int, rows: Int) -> ColumnPlace {
    rows * bytes > self.bytes / 4 ? .file(folder: folder) : .memory
  }

  /// More at a time are no faster.
  private static let largestGroup = 256 << 20

  /// Where `rows` rows of `width` bytes go.
  package func place(rows: Int, width: Int) -> ColumnPlace {
    let (total, overflow) = rows.multipliedReportingOverflow(by: width)
    return overflow || total > bytes ? .file(folder: folder) : .memory
  }
}

extension SourceLines {
  /// Makes room for `added` rows; moves all lines to files where memory would not hold them.
  ///
  /// - Throws: `TableError` where the disk is full.
  mutating func reserve(_ added: Int, _ memory: LineMemory) throws(TableError) {
    let rows = count + added
    let place = memory.place(rows: rows, width: Self.width + 4 * extras.count)
    guard time.isInFile || place != .memory else { return }
    let folder = memory.folder
    try customer.spillAndReserve(rows, folder)
    try order.spillAndReserve(rows, folder)
    try product.spillAndReserve(rows, folder)
    try time.spillAndReserve(rows, folder)
    try quantity.spillAndReserve(rows, folder)
    try unitPrice.spillAndReserve(rows, folder)
    try fileLine.spillAndReserve(rows, folder)
    for index in extras.indices {
      try extras[index].changeCodes { (codes) throws(TableError) in try codes.spillAndReserve(rows, folder) }
    }
  }

  /// Bytes per line without extra columns, but with the verdicts of cleaning and the mark of a duplicate.
  private static let width = 44
}

extension ExtraColumn {
  /// Hands the codes to `change` so that nobody else holds them.
  fileprivate mutating func changeCodes(
    _ change: (inout SpillableColumn<Int32>) throws(TableError) -> Void
  ) throws(TableError) {
    guard case .text(var codes, let dictionary) = values else { return }
    values = .text(codes: [], dictionary: dictionary)
    try change(&codes)
    values = .text(codes: codes, dictionary: dictionary)
  }
}
