public import Tables

/// How much memory order lines may take, and the folder whose files they go to beyond that. Neither changes a result.
public struct LineMemory: Sendable, Hashable {
  /// Bytes of columns of lines in memory; with more, all lines go to files.
  public let bytes: Int
  public let folder: String

  public init(bytes: Int, folder: String) {
    self.bytes = bytes
    self.folder = folder
  }

  public static let unlimited = LineMemory(bytes: .max, folder: "")

  /// Where `rows` rows of `width` bytes go.
  public func place(rows: Int, width: Int) -> ColumnPlace {
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
    if !time.isInFile {
      guard case .file(let folder) = memory.place(rows: rows, width: 44 + 4 * extras.count) else { return }
      try spill(to: folder)
    }
    release(0..<count)
    try customer.reserve(rows)
    try order.reserve(rows)
    try product.reserve(rows)
    try time.reserve(rows)
    try quantity.reserve(rows)
    try unitPrice.reserve(rows)
    try fileLine.reserve(rows)
    for index in extras.indices {
      try extras[index].changeCodes { (codes) throws(TableError) in
        try codes.spillAndReserve(rows, memory.folder)
      }
    }
  }

  private mutating func spill(to folder: String) throws(TableError) {
    try customer.spill(to: folder)
    try order.spill(to: folder)
    try product.spill(to: folder)
    try time.spill(to: folder)
    try quantity.spill(to: folder)
    try unitPrice.spill(to: folder)
    try fileLine.spill(to: folder)
    for index in extras.indices {
      try extras[index].changeCodes { (codes) throws(TableError) in try codes.spill(to: folder) }
    }
  }
}

extension ExtraColumn {
  /// Hands the codes to `change` so that nobody else holds them.
  fileprivate mutating func changeCodes(
    _ change: (inout LongColumn<Int32>) throws(TableError) -> Void
  ) throws(TableError) {
    guard case .text(var codes, let dictionary) = values else { return }
    values = .text(codes: [], dictionary: dictionary)
    try change(&codes)
    values = .text(codes: codes, dictionary: dictionary)
  }
}
