/// Number formats of cells: which of them show a number as a date or time.
enum CellNumberFormat {
  /// Built-in formats (ECMA-376, 18.8.30), those of East Asian locales included.
  static func isDate(builtIn id: Int) -> Bool {
    (14...22).contains(id) || (27...36).contains(id) || (45...47).contains(id) || (50...58).contains(id)
      || (71...81).contains(id)
  }

  /// A code such as `yyyy-mm-dd hh:mm`: it has a letter of a date outside quotes, escapes and brackets.
  ///
  /// Only the first section counts, which is that of positive numbers. `[h]` is a duration's hours, and a date too;
  /// `[Red]`, `[$-409]` and `[>100]` are not. `General` has letters of dates in it, so it goes first.
  static func isDate(code: String) -> Bool {
    var bytes = Array(code.utf8)[...]
    var isDate = false
    while let byte = bytes.popFirst() {
      switch byte {
      case UInt8(ascii: ";"): return isDate
      case UInt8(ascii: "\""):
        bytes = bytes.drop { $0 != UInt8(ascii: "\"") }.dropFirst()
      case UInt8(ascii: "\\"), UInt8(ascii: "_"), UInt8(ascii: "*"):
        bytes = bytes.dropFirst()
      case UInt8(ascii: "["):
        let inside = bytes.prefix { $0 != UInt8(ascii: "]") }
        bytes = bytes.dropFirst(inside.count + 1)
        if let letter = inside.first, inside.allSatisfy({ $0 | 0x20 == letter | 0x20 }), isTime(letter) {
          isDate = true
        }
      case UInt8(ascii: "G"), UInt8(ascii: "g"):
        // `General`, or the era of a Japanese date.
        if bytes.prefix(6).map({ $0 | 0x20 }) == Array("eneral".utf8) { bytes = bytes.dropFirst(6) }
      case UInt8(ascii: "E"), UInt8(ascii: "e"):
        // An exponent, or a year of an era.
        if bytes.first != UInt8(ascii: "+"), bytes.first != UInt8(ascii: "-") { isDate = true }
      default:
        if isTime(byte) || byte | 0x20 == UInt8(ascii: "y") || byte | 0x20 == UInt8(ascii: "d") { isDate = true }
      }
    }
    return isDate
  }

  /// `h`, `m` (a month or minutes) or `s`.
  private static func isTime(_ letter: UInt8) -> Bool {
    [UInt8(ascii: "h"), UInt8(ascii: "m"), UInt8(ascii: "s")].contains(letter | 0x20)
  }
}
