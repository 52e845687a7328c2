import Text

/// The lines of a text, read from the top, with their numbers.
struct LightGBMTextLines {
  private let lines: [Substring]
  private var next = 0

  init(_ text: String) {
    lines = text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map { line in
      Substring(line.last == UInt8(ascii: "\r") ? line.dropLast() : line)
    }
  }

  /// Number of the line that `peek` gives.
  var number: Int { next + 1 }

  func peek() -> Substring? {
    next < lines.count ? lines[next] : nil
  }

  mutating func skip() { next += 1 }

  /// Reads `key=value` lines up to a line that `ends` the section, which stays unread, or to the end of the text.
  mutating func section(
    named name: String, endsAt ends: (Substring) -> Bool
  ) throws(LightGBMTextError) -> LightGBMTextSection {
    var section = LightGBMTextSection(name: name, line: number)
    while let line = peek(), !ends(line) {
      if let equals = line.utf8.firstIndex(of: UInt8(ascii: "=")) {
        let key = String(line[..<equals])
        let field = LightGBMTextField(
          key: key, line: number, value: line[line.utf8.index(after: equals)...], column: key.utf8.count + 2)
        guard section.fields.updateValue(field, forKey: key) == nil else {
          throw .repeatedKey(line: number, key: key)
        }
      } else if !line.isEmpty {
        section.flags.append((String(line), number))
      }
      skip()
    }
    return section
  }
}

/// Fields of the header or of one tree.
struct LightGBMTextSection {
  let name: String
  /// Where it begins.
  let line: Int
  var fields: [String: LightGBMTextField] = [:]
  /// Lines without a value.
  var flags: [(name: String, line: Int)] = []

  init(name: String, line: Int) {
    self.name = name
    self.line = line
  }

  func field(_ key: String) throws(LightGBMTextError) -> LightGBMTextField {
    guard let field = fields[key] else { throw .missingKey(line: line, section: name, key: key) }
    return field
  }

  /// Rejects a field that is present with another value.
  func require(_ key: String, is known: String) throws(LightGBMTextError) {
    guard let field = fields[key], field.value != known else { return }
    throw .unsupported(line: field.line, key: key, found: String(field.value), known: [known])
  }
}

/// The value of one key.
struct LightGBMTextField {
  let key: String
  let line: Int
  let value: Substring
  /// Where the value begins.
  let column: Int
}

extension LightGBMTextField {
  var words: [Substring] { value.split(separator: " ") }

  func integer(in allowed: ClosedRange<Int>) throws(LightGBMTextError) -> Int {
    guard let number = Int(value) else { throw invalid(value) }
    guard allowed.contains(number) else {
      throw outOfRange(value, "\(allowed.lowerBound) to \(allowed.upperBound)")
    }
    return number
  }

  func integers(count: Int, in allowed: ClosedRange<Int>) throws(LightGBMTextError) -> [Int] {
    try numbers(count) { word throws(LightGBMTextError) in
      guard let number = Int(word) else { throw invalid(word) }
      guard allowed.contains(number) else {
        throw outOfRange(word, "\(allowed.lowerBound) to \(allowed.upperBound)")
      }
      return number
    }
  }

  /// - Parameter infinite: whether ±infinity is a value.
  func doubles(count: Int, infinite: Bool = false) throws(LightGBMTextError) -> [Double] {
    try numbers(count) { word throws(LightGBMTextError) in
      guard let number = Double(word) else { throw invalid(word) }
      guard infinite ? !number.isNaN : number.isFinite else {
        throw outOfRange(word, infinite ? "a number" : "a finite number")
      }
      return number
    }
  }

  /// Whole numbers that begin with 0 and then grow by a number in `step` each.
  func boundaries(count: Int, step: ClosedRange<Int>) throws(LightGBMTextError) -> [Int] {
    let words = words
    let numbers = try integers(count: count, in: 0...Int(Int32.max))
    for (place, number) in numbers.enumerated() {
      let before = place == 0 ? 0 : numbers[place - 1]
      let allowed = place == 0 ? 0...0 : step.lowerBound + before...step.upperBound + before
      guard allowed.contains(number) else {
        throw outOfRange(words[place], "\(allowed.lowerBound) to \(allowed.upperBound)")
      }
    }
    return numbers
  }

  private func numbers<Number>(
    _ count: Int, _ parse: (Substring) throws(LightGBMTextError) -> Number
  ) throws(LightGBMTextError) -> [Number] {
    let words = words
    guard words.count == count else {
      throw .wrongCount(line: line, key: key, expected: count, found: words.count)
    }
    var numbers: [Number] = []
    numbers.reserveCapacity(count)
    for word in words { numbers.append(try parse(word)) }
    return numbers
  }

  private func invalid(_ word: Substring) -> LightGBMTextError {
    .invalidNumber(line: line, column: column(of: word), key: key, found: excerpt(word))
  }

  func outOfRange(_ word: Substring, _ allowed: String) -> LightGBMTextError {
    .outOfRange(line: line, column: column(of: word), key: key, found: excerpt(word), allowed: allowed)
  }

  private func column(of word: Substring) -> Int {
    column + value.utf8.distance(from: value.startIndex, to: word.startIndex)
  }
}
