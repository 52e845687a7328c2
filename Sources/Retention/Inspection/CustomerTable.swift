package import Failures
import Text

/// A table with a row for each customer, with totals over their orders: not order lines.
package struct CustomerTable: Sendable, Equatable {
  /// Header of the customers.
  package let customer: String
  /// Headers of what is known of their orders as a whole.
  package let totals: [String]

  /// nil if the file is no such table: it has two such headers, no order id, and an id that is new on every row.
  package init?(_ profile: FileProfile) {
    let columns = profile.columns
    let totals = columns.filter { Self.isTotal($0.name) }
    guard totals.count >= 2, profile.rows > 1, !columns.contains(where: { Self.isOrder($0) }) else { return nil }
    let unique = columns.filter { column in
      [.code, .integer, .text, .number].contains(column.content) && column.distinct == profile.rows
        && !totals.contains { $0.name == column.name }
    }
    // Customers who come back have several rows.
    let comesBack = columns.contains { column in
      HeaderMatch.isExact(column.name, .customerID) && !unique.contains { $0.name == column.name }
    }
    guard !comesBack else { return nil }
    let named = unique.first { HeaderMatch(header: $0.name, column: .customerID) != nil }
    guard let customer = named ?? unique.first(where: { $0.content != .number }) else { return nil }
    self.customer = customer.name
    self.totals = totals.map(\.name)
  }

  private static func isOrder(_ column: ColumnProfile) -> Bool {
    HeaderMatch.isExact(column.name, .orderID) && !isTotal(column.name)
  }

  private static func isTotal(_ header: String) -> Bool {
    let name = HeaderMatch.folded(header)
    return wholeNames.contains(name) || parts.contains { name.contains($0) }
  }

  private static let wholeNames: Set = [
    "recency", "frequency", "monetary", "monetaryvalue", "rfm", "rfmscore", "rscore", "fscore", "mscore", "tenure",
    "clv", "ltv", "cltv", "orders", "ordercount", "purchases", "rankr", "rankf", "rankm", "r", "f", "m",
    "churn", "visits",
  ]

  private static let parts = [
    "recency", "monetary", "firstorder", "lastorder", "firstpurchase", "lastpurchase", "firsttransaction",
    "lasttransaction", "lastvisit", "ordernum", "totalorder", "numorder", "numberoforder", "orderscount", "ordercount",
    "totalpurchase", "numpurchase", "numberofpurchase", "purchasecount", "purchasefrequency", "avgorder",
    "averageorder",
    "avgpurchase", "averagepurchase", "aov", "totalspen", "lifetimevalue", "lifetimespend", "lifetimerevenue",
    "customervalue", "totalcharges", "dayssincelast", "dayssincefirst", "norder", "numtransaction", "transactioncount",
    "totaltransaction",
    "firstdate", "lastdate", "firstseen", "lastseen", "firsttrans", "lasttrans", "minorder", "maxorder", "ersterkauf",
    "letzterkauf", "erstebestellung",
    "letztebestellung", "anzahlbestellungen", "premierachat", "dernierachat", "premierecommande", "dernierecommande",
    "primeracompra", "ultimacompra", "primoacquisto", "ultimoacquisto",
  ]
}

extension CustomerTable {
  /// What it is, and what can be done with it; without a full stop.
  package var sentence: String {
    "a row for each '\(customer)', with totals over their orders (\(excerpt(totals))), so these are not order lines; segments, "
      + "churn and lifetime value are learned from when customers ordered: export the orders themselves, a row for "
      + "each order or line with its customer, date and amount; the table alone allows a ranking by its own totals, "
      + "which needs no training"
  }
}

/// A file that is a table of customers.
package struct CustomerTableError: Error, Sendable, Equatable {
  package let file: String
  package let table: CustomerTable

  package init(file: String, table: CustomerTable) {
    self.file = file
    self.table = table
  }
}

extension CustomerTableError: UserFacingError {
  package var failureKind: FailureKind { .input }

  package var description: String {
    "\(file) has \(table.sentence); or, if these are order lines after all, set ingest.trust_mapping to true."
  }
}
