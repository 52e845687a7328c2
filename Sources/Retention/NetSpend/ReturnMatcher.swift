import Tables

/// Matches the returns of one customer after the other by the rules of `ReturnMatches`.
struct ReturnMatcher {
  private(set) var block = MatchBlock()
  private let histories: CustomerHistories
  private let columns: WindowLines
  private var ledger: PurchaseLedger
  private var chains: PurchaseChains
  private var search = OrderSearch()

  init(_ histories: CustomerHistories) {
    self.histories = histories
    columns = WindowLines(histories.lines)
    ledger = PurchaseLedger(columns)
    chains = PurchaseChains(columns)
  }

  /// Matches the returns of the next customer.
  mutating func match(_ customer: Int) {
    let range = histories.lineRange(of: customer)
    let before = block.lines.count
    if range.contains(where: { columns.isReturn[$0] }) { match(range, blank: histories.blankProducts[customer]) }
    block.returnsOfCustomer.append(Int32(truncatingIfNeeded: block.lines.count - before))
  }

  private mutating func match(_ range: Range<Int>, blank: Int32) {
    ledger.begin(range)
    chains.begin(range)
    search.begin()
    var next = range.lowerBound
    while next < range.upperBound {
      let first = next
      let time = columns.time[first]
      // Purchases first: where a shop records days alone, goods come back on the day on which they were bought.
      while next < range.upperBound, columns.time[next] == time {
        if !columns.isReturn[next] { buy(next) }
        next += 1
      }
      for line in first..<next where columns.isReturn[line] { giveBack(line, blank: blank) }
    }
  }

  private mutating func buy(_ line: Int) {
    search.noteChange(of: ledger.buy(line))
    chains.add(line)
  }
}

// MARK: - One return

extension ReturnMatcher {
  /// What is still to be matched of a return.
  private struct Claim {
    let line: Int
    /// Millionths of a unit.
    var units: Int64
    /// Value of these units.
    var value: Int64
    /// Value of matched units that is more than was left of their lines.
    var excess: Int64 = 0
  }

  private mutating func giveBack(_ line: Int, blank: Int32) {
    let before = block.targets.count
    let returned = Millionths.size(of: columns.quantity[line] * columns.unitPrice[line])
    var claim = Claim(line: line, units: Millionths.size(of: columns.quantity[line]), value: returned)
    if columns.localProduct[line] == blank {
      takeFromOwnOrder(&claim)
    } else {
      takeUnits(&claim, .samePrice)
      takeUnits(&claim, .anyPrice)
    }
    let rest = takeMoney(claim.value + claim.excess)
    block.summary.add(line: line, returned: returned, unmatched: rest)
    block.lines.append(Int32(truncatingIfNeeded: line))
    block.times.append(columns.time[line])
    block.unmatched.append(rest)
    block.takesOfReturn.append(Int32(truncatingIfNeeded: block.targets.count - before))
  }

  private mutating func takeUnits(_ claim: inout Claim, _ kind: PurchaseChains.Kind) {
    guard let chain = chains.chain(kind, for: claim.line) else { return }
    while claim.units > 0, let own = chains.latest(kind, chain, ledger) {
      let purchase = ledger.lines[Int(own)]
      let units = min(claim.units, purchase.quantity)
      let price = columns.unitPrice[claim.line]
      // All that is left of the return goes with its last unit, so that nothing is lost by rounding.
      let value = units == claim.units ? claim.value : min(claim.value, Millionths.rounded(Double(units) * price))
      let left = min(purchase.amount, ledger.orders[Int(purchase.place)].amount)
      let amount = min(value, left)
      claim.units -= units
      claim.value -= value
      claim.excess += value - amount
      ledger.take(units, worth: amount, fromLine: own)
      search.noteChange(of: purchase.place)
      block.addTake(ledger.start + Int(own), units, amount, kind == .samePrice ? .samePrice : .otherPrice)
    }
  }

  private mutating func takeFromOwnOrder(_ claim: inout Claim) {
    let place = Int(ledger.place(ofOrderOf: claim.line))
    guard place >= 0, ledger.orders[place].isLeft else { return }
    claim.value -= take(claim.value, fromOrder: place, .ownOrder)
  }

  /// - Returns: what comes off no order.
  private mutating func takeMoney(_ amount: Int64) -> Int64 {
    guard amount > 0 else { return 0 }
    if let place = search.latest(of: amount, ledger) {
      return amount - take(amount, fromOrder: place, .orderOfThatValue)
    }
    var rest = amount
    while rest > 0, let place = search.latest(ledger) { rest -= take(rest, fromOrder: place, .latestOrders) }
    return rest
  }

  /// - Returns: what is taken: no more than there is.
  private mutating func take(_ amount: Int64, fromOrder place: Int, _ step: ReturnStep) -> Int64 {
    let order = ledger.orders[place]
    let taken = min(amount, order.amount)
    ledger.take(taken, fromOrder: place)
    search.noteChange(of: Int32(truncatingIfNeeded: place))
    block.addTake(~(ledger.start + Int(order.firstLine)), 0, taken, step)
    return taken
  }
}
