import Numerics
import Tables

/// Columns that tell which orders were cancelled, refunded, failed or tests, and that no setting looks at: their lines
/// count as purchases.
struct StatusColumn: Sendable {
  /// Header.
  let name: String
  /// Texts that say that an order did not go through, the commonest first; `*` where any text says so.
  let values: [String]
  /// Lines with one of them, and what they add up to.
  let rows: Int
  let money: Money
  /// First of the lines.
  let examples: [Int]

  /// Whether the texts are amounts that were refunded.
  let isAmount: Bool

  /// The line of settings that leaves them out.
  var condition: String { ColumnCondition.text(name, values) }
}

extension StatusColumn {
  /// - Parameters:
  ///   - exclusion: lines that are left out already.
  ///   - refundColumn: header of a column of refunded amounts that is looked at.
  ///   - exampleRows: to keep of each column.
  static func found(
    in source: SourceLines, exclusion: LineExclusion, refundColumn: String?, exampleRows: Int,
    _ context: ExecutionContext
  ) throws(Cancelled) -> [StatusColumn] {
    var found: [StatusColumn] = []
    for extra in source.extras where extra.name.lowercased() != refundColumn?.lowercased() {
      guard case .text(let codes, let dictionary) = extra.values, let words = StatusWords(extra.name, dictionary) else {
        continue
      }
      if let column = try column(extra.name, codes, dictionary, words, source, exclusion, exampleRows, context) {
        found.append(column)
      }
    }
    return found
  }

  private static func column(
    _ name: String, _ codes: SpillableColumn<Int32>, _ dictionary: StringDictionary, _ words: StatusWords,
    _ source: SourceLines, _ exclusion: LineExclusion, _ exampleRows: Int, _ context: ExecutionContext
  ) throws(Cancelled) -> StatusColumn? {
    var lines = [Int](repeating: 0, count: dictionary.count)
    var money = Money.zero
    var examples: [Int] = []
    var others = 0
    let cells = OrderCells(codes, of: source)
    try source.forEachBlock(context) { range, rows in
      for row in range where exclusion.reason(row) == nil {
        let code = Int(words.amounts == nil ? cells[row] : codes.pointer[row])
        guard code >= 0, words.isBad[code] else {
          others += 1
          continue
        }
        lines[code] += 1
        let amount = words.amounts?[code] ?? rows.amount(row)
        // A return takes off what was bought; the purchase is what should not count.
        if amount > 0 { money += Money(amount) }
        if examples.count < exampleRows { examples.append(row) }
      }
    }
    let rows = lines.reduce(0, +)
    // A column that says the same of every line tells nothing apart.
    guard rows > 0, others > 0 else { return nil }
    let bad = lines.indices.filter { lines[$0] > 0 }.sorted { (-lines[$0], $0) < (-lines[$1], $1) }
    return StatusColumn(
      name: name, values: words.isAnyText ? ["*"] : bad.map { dictionary[Int32($0)] }, rows: rows, money: money,
      examples: examples, isAmount: words.amounts != nil)
  }
}

/// Which texts of a column say that an order did not go through.
private struct StatusWords {
  /// By code.
  let isBad: [Bool]
  /// Whether a cell that is not blank says it, whatever it holds: a column such as `Cancelled at`.
  let isAnyText: Bool
  /// By code: a refunded amount without its sign; nil for a column of other things.
  private(set) var amounts: [Double]?

  /// Texts of a column that can be states.
  private static let mostStates = 60

  /// nil for a column that does not look like one of states.
  init?(_ header: String, _ dictionary: StringDictionary) {
    guard dictionary.count > 0 else { return nil }
    let parts = headerParts(header)
    let tellsEnd = parts.contains { part in Self.ends.contains { part.hasPrefix($0) } }
    let tellsTime = parts.contains { Self.timeParts.contains($0) }
    if tellsEnd, tellsTime {
      let isTime = (0..<Int32(min(dictionary.count, 50))).allSatisfy { code in
        dictionary.withBytes(of: code) { bytes in
          DateOrder.allCases.contains { parseTimestamp(bytes, order: $0) != nil }
        }
      }
      guard isTime else { return nil }
      (isBad, isAnyText) = ([Bool](repeating: true, count: dictionary.count), true)
      return
    }
    if let amounts = Self.refunds(parts, dictionary) {
      (isBad, isAnyText, self.amounts) = (amounts.map { $0 > 0 }, false, amounts)
      return
    }
    guard dictionary.count <= Self.mostStates else { return nil }
    let texts = (0..<Int32(dictionary.count)).map { Self.folded(dictionary[$0]) }
    if tellsEnd, texts.allSatisfy({ Self.yes.contains($0) || Self.no.contains($0) }) {
      (isBad, isAnyText) = (texts.map { Self.yes.contains($0) }, false)
      return
    }
    let isBad = texts.map { Self.bad.contains($0) }
    let isState = parts.contains { Self.stateParts.contains($0) } || texts.contains { Self.good.contains($0) }
    guard isState, isBad.contains(true) else { return nil }
    (self.isBad, isAnyText) = (isBad, false)
  }

  /// Amounts of a column whose header speaks of refunds; nil where some cell is no number.
  private static func refunds(_ parts: [String], _ dictionary: StringDictionary) -> [Double]? {
    guard parts.contains(where: { part in refundWords.contains { part.hasPrefix($0) } }) else { return nil }
    let amounts = (0..<Int32(dictionary.count)).compactMap { code in
      dictionary.withBytes(of: code) { parseNumber($0, format: NumberFormat())?.value }
    }.map(abs)
    let isFlag = amounts.allSatisfy { $0 == 0 || $0 == 1 }
    return amounts.count == dictionary.count && !isFlag ? amounts : nil
  }

  private static let refundWords = ["refund", "rembours", "reembols", "rimbors", "erstatt", "terugbetaal"]

  /// Letters alone, in lower case, without accents and the prefix of one shop system.
  private static func folded(_ text: String) -> String {
    var parts = headerParts(text)
    if parts.first == "wc" { parts.removeFirst() }
    let joined = parts.joined()
    return joined.isEmpty ? text.filter { $0 != " " } : joined
  }

  /// Beginnings of words in headers for orders that came to nothing.
  private static let ends = [
    "cancel", "void", "refund", "annul", "storn", "reembols", "rembours", "rimbors", "devol", "test", "fail", "delet",
    "chargeback", "return",
  ]
  private static let timeParts: Set<String> = ["at", "on", "date", "time", "datetime", "am", "le", "el", "il", "datum"]
  private static let stateParts: Set<String> = [
    "status", "state", "zustand", "statut", "estado", "stato", "event", "eventtype", "financial", "fulfillment",
    "fulfilment", "payment", "outcome", "result", "stage",
  ]
  private static let yes: Set<String> = ["true", "yes", "y", "t", "1", "ja", "oui", "si", "x", "wahr", "vrai"]
  private static let no: Set<String> = ["false", "no", "n", "f", "0", "nein", "non", "nee", "falsch", "faux"]
  private static let bad: Set<String> = [
    "cancelled", "canceled", "cancel", "cancellation", "cancelledbycustomer", "canceledbycustomer",
    "cancelledbyseller", "canceledbyseller", "void", "voided", "refunded", "refund", "fullyrefunded", "returned",
    "return", "returnedtoseller", "returnedtosender", "shippedreturnedtoseller", "shippedreturningtoseller",
    "shippedrejectedbybuyer", "failed", "failure", "paymentfailed", "declined", "rejected", "refused", "expired",
    "abandoned", "incomplete", "test", "testorder", "fraud", "fraudulent", "suspectedfraud", "chargeback",
    "chargedback", "disputed", "reversed", "deleted", "trash", "draft", "unpaid", "notpaid", "undelivered",
    "unavailable", "error", "denied", "lost",
    "storniert", "storno", "retoure", "retourniert", "zuruckgesendet", "erstattet", "fehlgeschlagen", "abgelehnt",
    "abgebrochen",
    "annule", "annulee", "rembourse", "remboursee", "echoue", "echouee", "retourne", "retournee", "refuse", "refusee",
    "cancelado", "cancelada", "anulado", "anulada", "reembolsado", "reembolsada", "devuelto", "devuelta", "fallido",
    "fallida", "rechazado", "rechazada",
    "annullato", "annullata", "rimborsato", "rimborsata", "reso", "fallito", "rifiutato",
    "geannuleerd", "terugbetaald", "geretourneerd", "mislukt", "geweigerd",
    "view", "viewed", "pageview", "productview", "cart", "addtocart", "removefromcart", "wishlist", "click",
    "impression", "checkout",
  ]
  private static let good: Set<String> = [
    "complete", "completed", "paid", "delivered", "shipped", "processing", "fulfilled", "closed", "success",
    "successful", "succeeded", "approved", "captured", "ok", "accepted", "confirmed", "invoiced", "purchase",
    "purchased", "transaction", "sale", "sold", "done", "settled", "active",
    "abgeschlossen", "bezahlt", "versandt", "versendet", "geliefert", "erledigt",
    "termine", "terminee", "paye", "payee", "livre", "livree", "expedie", "expediee",
    "completado", "completada", "pagado", "pagada", "entregado", "entregada", "enviado", "enviada",
    "completato", "completata", "pagato", "pagata", "consegnato", "spedito",
    "voltooid", "betaald", "geleverd", "verzonden", "afgerond",
  ]
}
