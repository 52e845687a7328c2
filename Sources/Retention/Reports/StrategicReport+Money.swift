import Text

extension StrategicReport {
  private static let mostFiles = 20
  private typealias Statement = CleaningReport.FileStatement

  /// What became of the money of each file.
  var money: String {
    guard let files = report.data?.money, !files.isEmpty else { return "" }
    var rows = files.prefix(files.count > Self.mostFiles ? Self.mostFiles - 1 : files.count).map { file in
      row(escaped(excerpt(file.path)), [file])
    }
    if rows.count < files.count {
      rows.append(row("\(grouped(files.count - rows.count)) other files", Array(files.dropFirst(rows.count))))
    }
    if files.count > 1 { rows.append(row("all", files)) }
    let header = ["input", "rows", "money in", "purchases", "returns", "left out"]
    let winsorized = files.reduce(0) { $0 + $1.winsorizedMoney }
    return """
      ## Where the money went

      \(table(header, rows))

      Money in is purchases plus returns plus what is left out\
      \(winsorized > 0 ? ", plus \(amount(winsorized)) that outliers were cut by" : ""). \(reasons(files))
      """
  }

  private func row(_ name: String, _ files: [Statement]) -> [String] {
    func sum(_ money: (Statement) -> Double) -> String { amount(files.reduce(0) { $0 + money($1) }) }
    return [
      name, grouped(files.reduce(0) { $0 + $1.input.rows }), sum(\.input.money), sum(\.purchases.money),
      sum(\.returns.money), sum(\.removed.money),
    ]
  }

  private func reasons(_ files: [Statement]) -> String {
    var total: [RemovalReason: (rows: Int, money: Double)] = [:]
    for file in files {
      for (reason, entry) in file.removedByReason {
        let earlier = total[reason] ?? (0, 0)
        total[reason] = (earlier.rows + entry.rows, earlier.money + entry.money)
      }
    }
    guard !total.isEmpty else { return "No row is left out." }
    let parts = total.sorted { (-$0.value.rows, $0.key.rawValue) < (-$1.value.rows, $1.key.rawValue) }.map {
      "\($0.key.words) (\(counted($0.value.rows, "row", as: grouped($0.value.rows))), \(amount($0.value.money)))"
    }
    return "Left out: \(listed(parts))."
  }
}

extension RemovalReason {
  /// Why a line is left out, for readers of reports.
  var words: String {
    switch self {
    case .afterAsOf: "on or after the day of scoring"
    case .blankCustomer: "no customer id"
    case .blankOrder: "no order id"
    case .blankTime: "no date"
    case .unreadableTime: "a date that cannot be read"
    case .implausibleTime: "an implausible date"
    case .blankQuantity: "no quantity"
    case .unreadableQuantity: "a quantity that cannot be read"
    case .blankPrice: "no price"
    case .unreadablePrice: "a price that cannot be read"
    case .duplicate: "a repeated line"
    case .priceNotPositive: "a price of zero or less"
    case .zeroQuantity: "a quantity of zero"
    case .outlierPrice: "a price beyond the limit"
    case .outlierQuantity: "a quantity beyond the limit"
    case .exportedBefore: "a line of an earlier file"
    case .excluded: "left out by ingest.keep or ingest.drop"
    case .otherCurrency: "another currency"
    case .unmatched: "no row in a joined file"
    }
  }
}
