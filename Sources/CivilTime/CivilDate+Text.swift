extension CivilDate: CustomStringConvertible {
  /// `2011-12-09`; years before 0 have a minus sign, years after 9999 have more digits.
  public var description: String { dateString(daysSince1970) }

  /// Parses `yyyy-mm-dd` in ASCII digits, from year 1 on; nil for anything else and for days that do not exist.
  public init?(_ text: String) {
    var text = text
    let fields = text.withUTF8 { bytes -> (year: Int, month: Int, day: Int)? in
      let hyphen = UInt8(ascii: "-")
      guard bytes.count == 10, bytes[4] == hyphen, bytes[7] == hyphen, let year = number(bytes[0..<4]),
        let month = number(bytes[5..<7]), let day = number(bytes[8..<10])
      else { return nil }
      return (year, month, day)
    }
    guard let fields, fields.year >= 1 else { return nil }
    self.init(year: fields.year, month: fields.month, day: fields.day)
  }
}

private func number(_ digits: Slice<UnsafeBufferPointer<UInt8>>) -> Int? {
  var value = 0
  for digit in digits {
    guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit) else { return nil }
    value = value * 10 + Int(digit - UInt8(ascii: "0"))
  }
  return value
}
