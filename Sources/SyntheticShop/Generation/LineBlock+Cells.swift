import CivilTime

// The text of each cell, appended as bytes, so that no string is created per line.

extension LineBlock {
  func appendOrderID(_ line: Int, to bytes: inout [UInt8]) {
    let isPadded = dirt[line] == .paddedOrder
    if isPadded { bytes.append(blank) }
    if isCancellation[line] { bytes.append(UInt8(ascii: "C")) }
    appendDigits(orderNumbers[line], to: &bytes)
    if isPadded { bytes.append(blank) }
  }

  func appendProductID(_ line: Int, to bytes: inout [UInt8]) {
    let isPadded = dirt[line] == .paddedProduct
    if isPadded { bytes.append(blank) }
    bytes.append(contentsOf: catalogue.idCells[Int(products[line])])
    if isPadded { bytes.append(contentsOf: [blank, blank]) }
  }

  /// Appends nothing for a blank customer.
  func appendCustomerID(_ line: Int, to bytes: inout [UInt8]) {
    let defect = dirt[line]
    guard defect != .blankCustomer else { return }
    if defect == .paddedCustomer { bytes.append(blank) }
    appendDigits(Int64(customers[line]) + Int64(Self.firstCustomerID), to: &bytes)
    if defect == .paddedCustomer { bytes.append(blank) }
  }

  func appendQuantity(_ line: Int, to bytes: inout [UInt8]) {
    guard dirt[line] != .unparsableQuantity else { return appendWord(of: quantityWords, line, to: &bytes) }
    if quantities[line] < 0 { bytes.append(minus) }
    appendDigits(Int64(quantities[line].magnitude), to: &bytes)
  }

  /// Pounds with two decimals.
  func appendUnitPrice(_ line: Int, to bytes: inout [UInt8]) {
    guard dirt[line] != .unparsablePrice else { return appendWord(of: priceWords, line, to: &bytes) }
    let pence = unitPrices[line]
    if pence < 0 { bytes.append(minus) }
    let (pounds, rest) = pence.magnitude.quotientAndRemainder(dividingBy: 100)
    appendDigits(Int64(pounds), to: &bytes)
    appendTwoDigits(after: point, Int(rest), to: &bytes)
  }

  /// `yyyy-mm-dd hh:mm:ss`.
  func appendTime(_ line: Int, to bytes: inout [UInt8]) {
    guard dirt[line] != .unparsableDate else { return appendWord(of: dateWords, line, to: &bytes) }
    bytes.append(timestamp: times[line])
  }

  /// Appends words in place of a value. They depend on the product only, so that a cell is a function of its line.
  private func appendWord(of words: [[UInt8]], _ line: Int, to bytes: inout [UInt8]) {
    bytes.append(contentsOf: words[Int(products[line]) % words.count])
  }
}

private let blank = UInt8(ascii: " ")
private let minus = UInt8(ascii: "-")
private let point = UInt8(ascii: ".")
private let dateWords = ["unknown", "see note", "0000-00-00 00:00:00", "last week"].map { Array($0.utf8) }
private let quantityWords = ["six", "12 pcs", "?", "1 box"].map { Array($0.utf8) }
private let priceWords = ["free", "#REF!", "see list", "2.5O"].map { Array($0.utf8) }

/// - Parameter number: not negative.
private func appendDigits(_ number: Int64, to bytes: inout [UInt8]) {
  var digits = 1
  var bound: Int64 = 10
  while digits < 18 && number >= bound {
    digits += 1
    bound *= 10
  }
  for _ in 0..<digits { bytes.append(48) }
  var place = bytes.count
  var rest = number
  repeat {
    place -= 1
    bytes[place] = 48 + UInt8(truncatingIfNeeded: rest % 10)
    rest /= 10
  } while rest > 0
}

/// Appends a separator and a number of two digits.
private func appendTwoDigits(after separator: UInt8, _ number: Int, to bytes: inout [UInt8]) {
  bytes.append(separator)
  bytes.append(48 + UInt8(truncatingIfNeeded: number / 10))
  bytes.append(48 + UInt8(truncatingIfNeeded: number % 10))
}
