/// A cell's place, such as `C17`.
struct CellReference: Hashable {
  /// From 0.
  var column: Int
  /// From 1.
  var row: Int

  /// Reads `C17`; nil for anything else, and beyond the largest sheet.
  @inline(__always)
  init?(_ text: XMLName) {
    var byte = text
    var column = 0
    while case let letter = UInt8(bitPattern: byte.pointee) & 0xdf, letter >= 65, letter <= 90,
      byte.pointee & 0x40 != 0
    {
      column = column &* 26 &+ Int(letter &- 64)
      byte += 1
      if column > SpreadsheetLimits.columns { return nil }
    }
    guard column > 0, let row = CellReference.row(byte) else { return nil }
    self.column = column - 1
    self.row = row
  }

  /// - Parameters:
  ///   - column: from 0.
  ///   - row: from 1.
  init(column: Int, row: Int) {
    self.column = column
    self.row = row
  }

  /// Reads the number of a row; nil for anything else, and beyond the largest sheet.
  @inline(__always)
  static func row(_ text: XMLName) -> Int? {
    var byte = text
    var row = 0
    while byte.pointee >= 48, byte.pointee <= 57 {
      row = row &* 10 &+ Int(byte.pointee &- 48)
      byte += 1
      if row > SpreadsheetLimits.rows { return nil }
    }
    return byte.pointee == 0 && row > 0 ? row : nil
  }
}

extension CellReference: CustomStringConvertible {
  var description: String { letters + "\(row)" }

  /// `A` to `XFD`.
  private var letters: String {
    var letters: [UInt8] = []
    var rest = column + 1
    while rest > 0 {
      letters.append(65 + UInt8((rest - 1) % 26))
      rest = (rest - 1) / 26
    }
    return String(decoding: letters.reversed(), as: UTF8.self)
  }
}
