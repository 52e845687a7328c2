import Tables
import Text

/// What the columns of a file seem to be: a guess for the user to confirm.
package struct MappingSuggestion: Sendable {
  /// In the order of `CanonicalColumn`; each column occurs once.
  package let choices: [Choice]
  /// What makes lines one order.
  package let orderIs: OrderDefinition
  /// The money that the choices make of the rows that were looked at, and below it what other readings would make.
  package let money: [MoneyReading]
  /// What a user should know before trusting it, one sentence each.
  package let notes: [String]
  /// What the file is instead of order lines; nil if it may well hold these.
  package let customers: CustomerTable?

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
    var missing: [CanonicalColumn] = [.customerID, .orderDatetime].filter { !found.contains($0) }
    if !found.contains(.orderID), orderIs == .column { missing.append(.orderID) }
    if found.contains(.unitPrice), !found.contains(.quantity) { missing.append(.quantity) }
    if found.isDisjoint(with: [.unitPrice, .lineTotal, .orderTotal]) {
      missing += found.contains(.quantity) ? [.unitPrice] : [.quantity, .unitPrice]
    }
    return CanonicalColumn.allCases.filter(missing.contains)
  }

  /// Suggests columns by headers first, then by what the cells look like, and amounts by what their numbers do.
  package init(for profile: FileProfile) {
    customers = CustomerTable(profile)
    guard customers == nil else {
      (choices, orderIs, money, notes) = ([], .column, [], [])
      return
    }
    var suggester = Suggester(profile)
    suggester.choose()
    choices = suggester.choices
    orderIs = suggester.orderIs
    money = suggester.money
    notes = suggester.notes
  }
}

/// Assigns source columns to canonical ones, the surest first.
private struct Suggester {
  private let profile: FileProfile
  private var reasons: [CanonicalColumn: (position: Int, reason: MappingSuggestion.Reason)] = [:]
  private var names: [CanonicalColumn: [AmountChoice.Named]] = [:]
  private(set) var orderIs = OrderDefinition.column
  private(set) var money: [MoneyReading] = []
  private(set) var notes: [String] = []

  init(_ profile: FileProfile) { self.profile = profile }

  var choices: [MappingSuggestion.Choice] {
    CanonicalColumn.allCases.compactMap { column in
      reasons[column].map {
        MappingSuggestion.Choice(column: column, header: profile.columns[$0.position].name, reason: $0.reason)
      }
    }
  }

  mutating func choose() {
    chooseByName()
    chooseTime()
    chooseIDs()
    chooseReturningCustomer()
    chooseAmounts()
    if reasons[.orderID] == nil, reasons[.customerID] != nil, let time = reasons[.orderDatetime]?.position {
      orderIs = reasons[.productID] == nil && hasTimesOfDay(time) ? .row : .customerDay
      notes.append(
        "no column looks like an order id, so \(orderIs == .row ? "each row" : "all rows of a customer on a day") would "
          + "be an order (ingest.order_is: \(orderIs.rawValue)); map order_id if there is one")
    }
    tellOtherDates()
  }

  private func isFree(_ position: Int) -> Bool { !reasons.values.contains { $0.position == position } }
  private func header(_ position: Int) -> String { profile.columns[position].name }

  /// The best pairs of header and canonical column whose cells fit the name; amounts are only noted.
  private mutating func chooseByName() {
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
    // A column that has the exact name of one amount is no other that its name is only like.
    let amounts = pairs.filter { CanonicalColumn.amounts.contains($0.column) }
    let exact = Set(amounts.filter { $0.score > 0.9 }.map(\.position))
    for pair in amounts where pair.score > 0.9 || !exact.contains(pair.position) {
      names[pair.column, default: []].append((pair.position, pair.score, pair.reason))
    }
    for column in CanonicalColumn.amounts { reasons[column] = nil }
  }

  // MARK: - By what the cells look like

  private func candidates(_ contents: Set<ColumnProfile.Content>) -> [Int] {
    profile.columns.indices.filter {
      isFree($0) && contents.contains(profile.columns[$0].content) && profile.columns[$0].blanks * 2 <= profile.rows
        && profile.columns[$0].distinct > 1
    }
  }

  private mutating func chooseTime() {
    guard reasons[.orderDatetime] == nil else { return }
    let dates = candidates([.date]).filter { !HeaderMatch.has(header($0), HeaderWords.otherDates) }
    if dates.count == 1 { reasons[.orderDatetime] = (dates[0], .content("the only column of dates")) }
  }

  /// An order has one time and one customer, and a customer has several orders.
  private mutating func chooseIDs() {
    let ids = candidates([.code, .integer, .text]).filter { !isNamedAmount($0) }
    guard let time = reasons[.orderDatetime]?.position else { return }
    if reasons[.orderID] == nil {
      let orders = ids.filter {
        isLikelyID($0) && isPersonal($0) && distinct($0) * 10 > distinct(time) && profile.determines($0, time)
      }
      if let order = orders.max(by: { distinct($0) < distinct($1) }),
        distinct(order) < profile.rows || orders.count == 1
      {
        reasons[.orderID] = (order, .content("each value stands at one time only"))
      }
    }
    guard let order = reasons[.orderID]?.position else { return }
    if reasons[.customerID] == nil {
      let customers = ids.filter {
        isFree($0) && isLikelyID($0) && isPersonal($0) && distinct($0) < distinct(order) && distinct($0) > 1
          && distinct($0) * 100 > distinct(order) && profile.determines(order, $0)
      }
      if let customer = customers.max(by: { distinct($0) < distinct($1) }) {
        reasons[.customerID] = (customer, .content("each order has one value, and values come back in other orders"))
      }
    }
    if reasons[.productID] == nil {
      let products = ids.filter {
        isFree($0) && (profile.columns[$0].content != .integer || distinct($0) > 50) && !profile.determines(order, $0)
      }
      let best = products.max { (distinct($0), -length($0)) < (distinct($1), -length($1)) }
      if let best { reasons[.productID] = (best, .content("many values, several of them in an order")) }
    }
  }

  /// Another column in place of a customer id that is new with every order.
  private mutating func chooseReturningCustomer() {
    guard let order = reasons[.orderID]?.position, let customer = reasons[.customerID]?.position,
      distinct(customer) >= 10
    else { return }
    let own = returning(customer, order)
    guard own * 50 <= distinct(customer) else { return }
    let candidates = candidates([.code, .integer, .text]).filter {
      isLikelyID($0) && isPersonal($0) && !isNamedAmount($0) && profile.determines(order, $0)
    }
    let found = candidates.map { position in
      (position, isPerson: HeaderMatch.has(header(position), HeaderWords.persons), count: returning(position, order))
    }.filter {
      $0.count > own && ($0.isPerson || $0.count * 10 >= distinct($0.0) && distinct($0.0) * 20 > distinct(order))
    }
    let sentence =
      own == 0
      ? "no value of '\(header(customer))' comes back in a second order"
      : "only \(own) of \(distinct(customer)) values of '\(header(customer))' come back in a second order"
    guard let best = found.max(by: { ($0.isPerson ? 1 : 0, $0.count) < ($1.isPerson ? 1 : 0, $1.count) }) else {
      notes.append("\(sentence); is it the person who buys?")
      return
    }
    let values = "\(distinct(best.0)) values, of which \(best.count) come back"
    reasons[.customerID] = (best.0, .content("\(values); those of '\(header(customer))' do not"))
    notes.append("\(sentence); '\(header(best.0))' has \(values), so it is suggested as customer_id")
  }

  /// Number of values that stand in several orders.
  private func returning(_ position: Int, _ order: Int) -> Int {
    let (values, orders) = (profile.samples[position], profile.samples[order])
    var first = [Int32](repeating: -1, count: values.texts.count)
    var isBack = [Bool](repeating: false, count: values.texts.count)
    for (value, order) in zip(values.codes, orders.codes) where value >= 0 && order >= 0 {
      if first[Int(value)] < 0 { first[Int(value)] = order }
      if first[Int(value)] != order { isBack[Int(value)] = true }
    }
    return isBack.count { $0 }
  }

  // MARK: - Amounts

  private mutating func chooseAmounts() {
    let (order, product) = (reasons[.orderID]?.position, reasons[.productID]?.position)
    let evidence = AmountEvidence(profile, order: order, product: product)
    let free = profile.columns.indices.filter(isFree)
    let choice = AmountChoice(evidence, free: free, names: names, isOfOrders: order != nil && product == nil)
    for (column, found) in choice.choices { reasons[column] = found }
    guard let columns = choice.columns else { return }
    var comparison = MoneyComparison(evidence, chosen: columns, quantity: choice.quantity, names: names, free: free)
    comparison.tellDiscounts(choice.discountColumns)
    money = comparison.readings
    notes += comparison.notes
  }

  private func isNamedAmount(_ position: Int) -> Bool {
    names.values.contains { $0.contains { $0.position == position && $0.score > 0.9 } }
  }

  // MARK: - What columns are

  /// Whether a date has a time of day: more than ten letters.
  private func hasTimesOfDay(_ position: Int) -> Bool {
    profile.columns[position].examples.contains { $0.contains(":") }
  }

  private mutating func tellOtherDates() {
    guard reasons[.orderDatetime] == nil else { return }
    let others = profile.columns.filter {
      $0.content == .date && HeaderMatch.has($0.name, HeaderWords.otherDates)
    }
    guard !others.isEmpty else { return }
    notes.append(
      "\(listed(others.map { "'\($0.name)'" })) \(others.count == 1 ? "is a date" : "are dates"), but by the name not "
        + "that of the order")
  }

  /// Whether a name allows a person or an order.
  private func isPersonal(_ position: Int) -> Bool { !HeaderMatch.has(header(position), HeaderWords.impersonal) }

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
}

extension FileProfile {
  /// Whether nearly every value of one column occurs with a single value of another.
  func determines(_ source: Int, _ target: Int) -> Bool {
    let (from, to) = (samples[source], samples[target])
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

  /// Those that give the value of a line.
  fileprivate static let amounts: [CanonicalColumn] = [.quantity, .unitPrice, .lineTotal, .orderTotal]
}
