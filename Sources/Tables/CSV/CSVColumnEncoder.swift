#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// What is wrong with the text of a column.
struct CSVTextFault: Error {
  enum Kind { case nul, notUTF8 }
  let kind: Kind
  /// Row of the block.
  let row: Int
  /// Byte of the block.
  let offset: Int
}

/// One block of text, cut into rows of equally many fields.
struct CSVBlock: @unchecked Sendable {
  let text: UnsafePointer<UInt8>
  let fields: UnsafePointer<CSVField>
  let rowCount: Int
  let columnCount: Int
}

extension CSVBlock {
  /// Column `column` as codes into a dictionary in order of first appearance; an empty field is null.
  func encode(column: Int) -> Result<DictionaryColumn, CSVTextFault> {
    var dictionary = StringDictionary(capacity: 256)
    var scratch: [UInt8] = []
    var nullCount = 0
    var previous = (start: text, length: -1, code: Int32(0))
    let codes = [Int32](unsafeUninitializedCapacity: rowCount) { codes, initialized in
      for row in 0..<rowCount {
        let field = fields[row &* columnCount &+ column]
        let start = text + Int(field.start)
        if field.length == 0 {
          nullCount += 1
          codes[row] = -1
        } else if field.length == previous.length, memcmp(start, previous.start, field.length) == 0 {
          // Order lines repeat their order's id, time and customer.
          codes[row] = previous.code
        } else {
          let bytes = TextBytes(start: start, count: field.length)
          codes[row] = field.isEscaped ? dictionary.code(forEscaped: bytes, &scratch) : dictionary.code(for: bytes)
          previous = (start, field.length, codes[row])
        }
      }
      initialized = rowCount
    }
    if let fault = textFault(column: column, codes: codes, dictionary: dictionary) { return .failure(fault) }
    return .success(DictionaryColumn(codes: Primitive(marked: codes, nullCount: nullCount), dictionary: dictionary))
  }

  /// Checks the distinct values only.
  private func textFault(column: Int, codes: [Int32], dictionary: StringDictionary) -> CSVTextFault? {
    if dictionary.arena.allSatisfy({ $0 &- 1 < 0x7f }) { return nil }
    for code in 0..<Int32(dictionary.count) {
      let kind: CSVTextFault.Kind? = dictionary.withBytes(of: code) { bytes in
        if bytes.contains(0) { return .nul }
        return isUTF8(bytes) ? nil : .notUTF8
      }
      guard let kind, let row = codes.firstIndex(of: code) else { continue }
      let field = fields[row * columnCount + column]
      let nul = TextBytes(start: text + Int(field.start), count: field.length).firstIndex(of: 0) ?? 0
      return CSVTextFault(kind: kind, row: row, offset: Int(field.start) + nul)
    }
    return nil
  }
}

extension StringDictionary {
  /// Halves the doubled quotes first.
  fileprivate mutating func code(forEscaped bytes: TextBytes, _ scratch: inout [UInt8]) -> Int32 {
    scratch.removeAll(keepingCapacity: true)
    scratch.append(unescaping: bytes)
    return scratch.withUnsafeBufferPointer { code(for: $0) }
  }
}

extension [UInt8] {
  /// Appends the text of a quoted field, in which every quote is doubled.
  mutating func append(unescaping bytes: TextBytes) {
    var index = 0
    while index < bytes.count {
      append(bytes[index])
      index += bytes[index] == UInt8(ascii: "\"") ? 2 : 1
    }
  }
}

extension Primitive<Int32> {
  /// Codes in which -1 marks null.
  fileprivate init(marked codes: [Int32], nullCount: Int) {
    guard nullCount > 0 else {
      self.init(codes)
      return
    }
    let validity = Validity(count: codes.count) { codes[$0] < 0 }
    self.init(storage: .array(codes.map { Swift.max($0, 0) }), validity: validity, nullCount: nullCount)
  }
}

extension DictionaryColumn {
  fileprivate init(codes: Primitive<Int32>, dictionary: StringDictionary) {
    self.init(codes: codes, dictionary: dictionary.asColumn())
  }
}

func isUTF8(_ bytes: TextBytes) -> Bool {
  (try? UTF8Span(validating: bytes.span)) != nil
}
