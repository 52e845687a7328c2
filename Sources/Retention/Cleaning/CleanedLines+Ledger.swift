import Numerics

/// Rows and money by what became of them.
private struct LedgerCounts: Mergeable {
  var input = CleaningLedger.Entry()
  /// Lines that stay, as far as they are returns.
  var returns = CleaningLedger.Entry()
  /// By `RemovalReason`; 0 are lines that stay.
  var byReason = [CleaningLedger.Entry](repeating: .init(), count: RemovalReason.allCases.count + 1)
  /// By bit of `LineFlags`.
  var flagged = [Int](repeating: 0, count: 4)

  mutating func merge(_ other: LedgerCounts) {
    input += other.input
    returns += other.returns
    for index in byReason.indices { byReason[index] += other.byReason[index] }
    for index in flagged.indices { flagged[index] += other.flagged[index] }
  }
}

extension CleanedLines {
  /// Enters every row in the ledger, which knows already what winsorizing took off.
  mutating func settle(_ context: ExecutionContext) throws(Cancelled) {
    let files = try fileCounts(context)
    let counts = files.reduce(into: LedgerCounts()) { $0.merge($1) }
    let winsorized = winsorizedMoney()
    ledger.files = source.files.indices.map { entry(of: source.files[$0], files[$0], winsorized[$0]) }
    ledger.input = counts.input
    ledger.input.money += ledger.winsorized.money
    ledger.cleaned = counts.byReason[0]
    for reason in RemovalReason.allCases where counts.byReason[Int(reason.rawValue)].rows > 0 {
      ledger.removed[reason] = counts.byReason[Int(reason.rawValue)]
    }
    let names = ["is_duplicate", "is_cancellation", "is_return", "is_outlier"]
    ledger.flagged = Dictionary(uniqueKeysWithValues: zip(names, counts.flagged))
  }

  private func entry(
    of file: SourceFile, _ counts: LedgerCounts, _ winsorized: Money
  ) -> CleaningLedger.FileEntry {
    var entry = CleaningLedger.FileEntry(path: file.path)
    entry.input = counts.input
    entry.input.money += winsorized
    entry.winsorized = winsorized
    entry.returns = counts.returns
    entry.purchases = counts.byReason[0]
    entry.purchases.rows -= counts.returns.rows
    entry.purchases.money = entry.purchases.money - counts.returns.money
    entry.purchases.rowsWithoutAmount -= counts.returns.rowsWithoutAmount
    for reason in RemovalReason.allCases where counts.byReason[Int(reason.rawValue)].rows > 0 {
      entry.removed[reason] = counts.byReason[Int(reason.rawValue)]
    }
    return entry
  }

  /// By file: what winsorizing took off.
  private func winsorizedMoney() -> [Money] {
    var money = [Money](repeating: .zero, count: source.files.count)
    for original in originals ?? [] {
      let now = source.amount(ofRow: original.row)
      money[source.fileIndex(ofRow: original.row)] += Money(original.quantity * original.unitPrice) - Money(now)
    }
    return money
  }

  /// By file. A block of rows can hold the end of one file and the beginning of others.
  private func fileCounts(_ context: ExecutionContext) throws(Cancelled) -> [LedgerCounts] {
    let (removal, flags, files) = (removal, flags, source.files)
    let blocks = try source.mapBlocks(context) { range, rows in
      var parts: [(file: Int, counts: LedgerCounts)] = []
      var file = source.fileIndex(ofRow: range.lowerBound)
      var start = range.lowerBound
      while start < range.upperBound {
        let end = file + 1 < files.count ? min(range.upperBound, files[file + 1].firstRow) : range.upperBound
        if start < end { parts.append((file, Self.counts(start..<end, rows, removal, flags))) }
        (start, file) = (max(start, end), file + 1)
      }
      return parts
    }
    var counts = [LedgerCounts](repeating: LedgerCounts(), count: files.count)
    for block in blocks {
      for part in block { counts[part.file].merge(part.counts) }
    }
    return counts
  }

  private static func counts(
    _ range: Range<Int>, _ rows: SourceRows, _ removal: [UInt8], _ flags: [LineFlags]
  ) -> LedgerCounts {
    var counts = LedgerCounts()
    for row in range {
      let amount = rows.amount(row)
      counts.input.add(amount)
      counts.byReason[Int(removal[row])].add(amount)
      guard removal[row] == 0 else { continue }
      if flags[row].contains(.isReturn) { counts.returns.add(amount) }
      for bit in 0..<4 where flags[row].rawValue & 1 << UInt8(bit) != 0 { counts.flagged[bit] += 1 }
    }
    return counts
  }
}
