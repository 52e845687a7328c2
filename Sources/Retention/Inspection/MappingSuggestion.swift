import Tables

/// What the columns of a file seem to be: a guess for the user to confirm.
package struct MappingSuggestion: Sendable {
  /// In the order of `CanonicalColumn`; each column occurs once.
  package let choices: [Choice]

  /// A source column for a canonical one.
  package struct Choice: Sendable, Equatable {
    package let column: CanonicalColumn
    /// Of the source column.
    package let header: String
    /// Why it was chosen.
    package let reason: Reason
  }

  /// Why a column was chosen; the surest reasons first.
  package enum Reason: Sendable, Equatable {
    /// One of the headers that are recognized without a mapping.
    case known
    /// The header is a word for it in this language.
    case word(String, language: String)
    /// The header contains such a word, or one that differs by a letter or two.
    case similar(String, language: String)
    /// What the cells look like; half a sentence.
    case content(String)
  }
}

extension MappingSuggestion {
  /// For `--mapping`.
  package var mapping: [CanonicalColumn: String] {
    Dictionary(uniqueKeysWithValues: choices.map { ($0.column, $0.header) })
  }

  /// Columns that `train` needs and that nothing seems to be.
  package var missing: [CanonicalColumn] {
    let found = Set(choices.map(\.column))
    var missing: [CanonicalColumn] = [.customerID, .orderID, .orderDatetime].filter { !found.contains($0) }
    if !found.contains(.productID), !found.contains(.orderTotal) { missing.append(.productID) }
    if found.contains(.unitPrice), !found.contains(.quantity) { missing.append(.quantity) }
    if found.isDisjoint(with: [.unitPrice, .lineTotal, .orderTotal]) {
      missing += found.contains(.quantity) ? [.unitPrice] : [.quantity, .unitPrice]
    }
    return CanonicalColumn.allCases.filter(missing.contains)
  }

  /// Suggests columns by headers first, then by what the cells look like.
  package init(for profile: FileProfile) {
    var suggester = Suggester(profile)
    suggester.chooseByName()
    suggester.chooseByContent()
    choices = suggester.choices
  }
}

/// Assigns source columns to canonical ones, the surest first.
private struct Suggester {
  private let profile: FileProfile
  private var reasons: [CanonicalColumn: (position: Int, reason: MappingSuggestion.Reason)] = [:]

  init(_ profile: FileProfile) { self.profile = profile }

  var choices: [MappingSuggestion.Choice] {
    CanonicalColumn.allCases.compactMap { column in
      reasons[column].map {
        MappingSuggestion.Choice(column: column, header: profile.columns[$0.position].name, reason: $0.reason)
      }
    }
  }

  private func isFree(_ position: Int) -> Bool { !reasons.values.contains { $0.position == position } }

  /// The best pairs of header and canonical column whose cells fit the name.
  mutating func chooseByName() {
    var pairs: [(score: Double, column: CanonicalColumn, position: Int, reason: MappingSuggestion.Reason)] = []
    for (position, profile) in profile.columns.enumerated() {
      for column in CanonicalColumn.allCases {
        // A known header is trusted, whatever its cells hold.
        let isKnown = HeaderMatch.isKnown(profile.name, column)
        guard isKnown || profile.fits(column), let match = HeaderMatch(header: profile.name, column: column) else {
          continue
        }
        pairs.append((match.score, column, position, match.reason))
      }
    }
    // A stable order: equal scores go to the column that comes first in the file.
    pairs.sort { (-$0.score, $0.position, $0.column.order) < (-$1.score, $1.position, $1.column.order) }
    for pair in pairs where reasons[pair.column] == nil && isFree(pair.position) {
      reasons[pair.column] = (pair.position, pair.reason)
    }
    settleAmounts()
  }

  /// One way to give the value of a line.
  private mutating func settleAmounts() {
    if reasons[.unitPrice] != nil, reasons[.quantity] != nil || reasons[.lineTotal] == nil {
      reasons[.lineTotal] = nil
      reasons[.orderTotal] = nil
    } else if reasons[.lineTotal] != nil {
      reasons[.unitPrice] = nil
      reasons[.orderTotal] = nil
    }
  }

  // MARK: - By what the cells look like

  mutating func chooseByContent() {
    chooseTime()
    chooseIDs()
    chooseNumbers()
  }

  private func candidates(_ contents: Set<ColumnProfile.Content>) -> [Int] {
    profile.columns.indices.filter {
      isFree($0) && contents.contains(profile.columns[$0].content) && profile.columns[$0].blanks * 2 <= profile.rows
        && profile.columns[$0].distinct > 1
    }
  }

  private mutating func chooseTime() {
    guard reasons[.orderDatetime] == nil else { return }
    let dates = candidates([.date])
    if dates.count == 1 { reasons[.orderDatetime] = (dates[0], .content("the only column of dates")) }
  }

  /// An order has one time and one customer, and a customer has several orders.
  private mutating func chooseIDs() {
    let ids = candidates([.code, .integer, .text])
    guard let time = reasons[.orderDatetime]?.position else { return }
    if reasons[.orderID] == nil {
      let orders = ids.filter { isLikelyID($0) && distinct($0) * 10 > distinct(time) && determines($0, time) }
      if let order = orders.max(by: { distinct($0) < distinct($1) }),
        distinct(order) < profile.rows || orders.count == 1
      {
        reasons[.orderID] = (order, .content("each value stands at one time only"))
      }
    }
    guard let order = reasons[.orderID]?.position else { return }
    if reasons[.customerID] == nil {
      let customers = ids.filter {
        isFree($0) && isLikelyID($0) && distinct($0) < distinct(order) && distinct($0) > 1
          && distinct($0) * 100 > distinct(order) && determines(order, $0)
      }
      if let customer = customers.max(by: { distinct($0) < distinct($1) }) {
        reasons[.customerID] = (customer, .content("each order has one value, and values come back in other orders"))
      }
    }
    if reasons[.productID] == nil {
      let products = ids.filter {
        isFree($0) && (profile.columns[$0].content != .integer || distinct($0) > 50) && !determines(order, $0)
      }
      let best = products.max { (distinct($0), -length($0)) < (distinct($1), -length($1)) }
      if let best { reasons[.productID] = (best, .content("many values, several of them in an order")) }
    }
  }

  private mutating func chooseNumbers() {
    let hasTotal = reasons[.lineTotal] != nil || reasons[.orderTotal] != nil
    if reasons[.unitPrice] == nil, !hasTotal {
      let prices = candidates([.number])
      if prices.count == 1 { reasons[.unitPrice] = (prices[0], .content("the only column of numbers with decimals")) }
    }
    if reasons[.quantity] == nil, reasons[.orderTotal] == nil {
      let counts = candidates([.integer]).filter { distinct($0) * 5 < profile.rows || profile.rows < 100 }
      if counts.count == 1 { reasons[.quantity] = (counts[0], .content("the only column of small whole numbers")) }
    }
  }

  private func distinct(_ position: Int) -> Int { profile.columns[position].distinct }

  private func isLikelyID(_ position: Int) -> Bool {
    profile.columns[position].content != .text || length(position) <= 40
  }

  /// Mean bytes of the first texts.
  private func length(_ position: Int) -> Int {
    let texts = profile.samples[position].texts
    let count = min(100, texts.count)
    guard count > 0 else { return 0 }
    return (0..<count).reduce(0) { total, code in total + texts.withBytes(of: Int32(code)) { $0.count } } / count
  }

  /// Whether nearly every value of one column occurs with a single value of another.
  private func determines(_ source: Int, _ target: Int) -> Bool {
    let (from, to) = (profile.samples[source], profile.samples[target])
    var partner = [Int32](repeating: -3, count: from.texts.count)
    var isSingle = [Bool](repeating: true, count: from.texts.count)
    for (code, other) in zip(from.codes, to.codes) where code >= 0 && other >= -1 {
      if partner[Int(code)] == -3 { partner[Int(code)] = other }
      if partner[Int(code)] != other { isSingle[Int(code)] = false }
    }
    let single = isSingle.count { $0 }
    return !isSingle.isEmpty && Double(single) >= 0.97 * Double(isSingle.count)
  }
}

extension ColumnProfile {
  /// Whether the cells fit a canonical column.
  fileprivate func fits(_ column: CanonicalColumn) -> Bool {
    switch column {
    case .customerID, .orderID, .productID: [.code, .integer, .text].contains(content) || isWholeDecimals
    case .orderDatetime: content == .date
    case .quantity, .unitPrice, .lineTotal, .orderTotal: [.integer, .number].contains(content)
    }
  }

  /// `17850.0`, as spreadsheets write ids.
  private var isWholeDecimals: Bool { content == .number && examples.allSatisfy { $0.hasSuffix(".0") } }
}

extension CanonicalColumn {
  fileprivate var order: Int { Self.allCases.firstIndex(of: self)! }
}
