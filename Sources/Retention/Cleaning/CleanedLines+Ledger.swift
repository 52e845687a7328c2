import Numerics

/// Rows and money by what became of them.
private struct LedgerCounts: Mergeable {
  var input = CleaningLedger.Entry()
  /// By `RemovalReason`; 0 are lines that stay.
  var byReason = [CleaningLedger.Entry](repeating: .init(), count: RemovalReason.allCases.count + 1)
  /// By bit of `LineFlags`.
  var flagged = [Int](repeating: 0, count: 4)

  mutating func merge(_ other: LedgerCounts) {
    input += other.input
    for index in byReason.indices { byReason[index] += other.byReason[index] }
    for index in flagged.indices { flagged[index] += other.flagged[index] }
  }
}

extension CleanedLines {
  /// Enters every row in the ledger, which knows already what winsorizing took off.
  mutating func settle(_ context: ExecutionContext) throws(Cancelled) {
    let counts = try counts(context)
    ledger.input = counts.input
    ledger.input.money += ledger.winsorized.money
    ledger.cleaned = counts.byReason[0]
    for reason in RemovalReason.allCases where counts.byReason[Int(reason.rawValue)].rows > 0 {
      ledger.removed[reason] = counts.byReason[Int(reason.rawValue)]
    }
    let names = ["is_duplicate", "is_cancellation", "is_return", "is_outlier"]
    ledger.flagged = Dictionary(uniqueKeysWithValues: zip(names, counts.flagged))
  }

  private func counts(_ context: ExecutionContext) throws(Cancelled) -> LedgerCounts {
    let (removal, flags) = (removal, flags)
    return try source.mapBlocks(context) { range, rows in
      var counts = LedgerCounts()
      for row in range {
        let amount = rows.amount(row)
        counts.input.add(amount)
        counts.byReason[Int(removal[row])].add(amount)
        guard removal[row] == 0 else { continue }
        for bit in 0..<4 where flags[row].rawValue & 1 << UInt8(bit) != 0 { counts.flagged[bit] += 1 }
      }
      return counts
    }.reduce(into: LedgerCounts()) { $0.merge($1) }
  }
}
