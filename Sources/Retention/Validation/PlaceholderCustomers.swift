import Tables

/// Ids of customers that look like none: a shop system's id for guests, a counter's, a blank that became a number. The
/// orders of many people under one id become one customer, the best of all.
struct PlaceholderCustomers: Sendable {
  /// Customer codes, the heaviest first.
  let codes: [Int32]
  /// Their lines.
  let lines: Int
  /// Lines of known customers.
  let allLines: Int

  /// Share of the lines or orders from which an id with an ordinary form is suspicious, if the next one has a fifth of
  /// its lines or less.
  private static let heavyShare = 0.05
  private static let timesNext = 5
  /// Lines of a number such as 0 among others, over the mean of these, that no ordinary customer has.
  private static let timesMean = 3.0
  /// Among fewer customers one may well be that large.
  private static let leastCustomers = 20

  /// - Parameters:
  ///   - lines: by customer code, those that are not left out.
  ///   - orders: by customer code.
  ///   - kept: ids that the settings say are customers.
  init(_ customers: StringDictionary, lines: [Int], orders: [Int], kept: [String]) {
    let kept = Set(kept)
    let present = lines.indices.filter { lines[$0] > 0 }
    // A shop may number its customers from 0: then 0 is like the others.
    let numbers = present.count { code in customers.withBytes(of: Int32(code), Self.isNumber) }
    let isOfNumbers = numbers * 10 > present.count * 9
    let others = max(1, present.count - 1)
    func isOutOfPlace(_ code: Int) -> Bool {
      let isNumber = customers.withBytes(of: Int32(code), Self.isNumber)
      let mean = Double(lines.reduce(0, +) - lines[code]) / Double(others)
      return !isNumber || !isOfNumbers || Double(lines[code]) >= Self.timesMean * mean
    }
    let isDummy = { (code: Int) in customers.withBytes(of: Int32(code)) { Self.isDummy($0) } }
    var found = present.count > 1 ? present.filter { isDummy($0) && isOutOfPlace($0) } : []
    if present.count >= Self.leastCustomers {
      for counts in [lines, orders] {
        guard let heavy = Self.heavy(counts, present), !found.contains(heavy) else { continue }
        found.append(heavy)
      }
    }
    codes = found.filter { !kept.contains(customers[Int32($0)]) }
      .sorted { (-lines[$0], $0) < (-lines[$1], $1) }.map { Int32($0) }
    self.lines = codes.reduce(0) { $0 + lines[Int($1)] }
    allLines = lines.reduce(0, +)
  }

  /// The one code that has an implausible share.
  private static func heavy(_ counts: [Int], _ present: [Int]) -> Int? {
    var (first, second) = (-1, -1)
    for code in present {
      if first < 0 || counts[code] > counts[first] {
        (first, second) = (code, first)
      } else if second < 0 || counts[code] > counts[second] {
        second = code
      }
    }
    guard first >= 0, second >= 0 else { return nil }
    let total = present.reduce(0) { $0 + counts[$1] }
    let isHeavy =
      Double(counts[first]) >= heavyShare * Double(total) && counts[first] >= timesNext * max(1, counts[second])
    return isHeavy ? first : nil
  }

  private static func isNumber(_ id: TextBytes) -> Bool { id.allSatisfy { (48...57).contains($0) } }

  /// `0`, `-1`, `9999`, and words for nobody.
  private static func isDummy(_ id: TextBytes) -> Bool {
    var digits = id[...]
    if digits.first == UInt8(ascii: "-") { digits = digits.dropFirst() }
    guard let digit = digits.first else { return false }
    if digits.allSatisfy({ $0 == UInt8(ascii: "0") }) { return true }
    if digits.count < id.count { return digits.elementsEqual([UInt8(ascii: "1")]) }
    if digit == UInt8(ascii: "9"), digits.count >= 4, digits.allSatisfy({ $0 == digit }) { return true }
    return words.contains(id.map { (65...90).contains($0) ? $0 | 0x20 : $0 })
  }

  private static let words = Set(
    [
      "anonymous", "anon", "anonym", "walk-in", "walkin", "walk in", "walk-in customer", "counter", "cash", "cash sale",
      "cash customer", "guest user", "guest customer", "guest checkout", "test", "dummy", "default", "no customer",
      "not set", "(not set)", "laufkunde", "laufkundschaft", "gast", "barverkauf", "invite", "client comptoir",
      "consumidor final", "cliente generico", "xxx", "xxxx",
    ].map { Array($0.utf8) })
}
