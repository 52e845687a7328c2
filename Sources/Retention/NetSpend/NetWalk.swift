import Tables

/// Takes one customer after the other through time: what was left of each purchase before S, for ascending S.
///
/// Each step reads only the lines and returns since the one before. A walk belongs to one thread; its memory is reused
/// from customer to customer.
package struct NetWalk {
  private let histories: CustomerHistories
  private let matches: ReturnMatches
  private let columns: WindowLines
  private var ledger: PurchaseLedger
  private var end = 0
  /// The next line and the next return that are not known yet.
  private var next = (line: 0, return: 0)
  private var lastReturn = 0

  /// - Parameter matches: of the returns of `histories`.
  package init(_ histories: CustomerHistories, _ matches: ReturnMatches) {
    self.histories = histories
    self.matches = matches
    columns = WindowLines(histories.lines)
    ledger = PurchaseLedger(columns)
  }

  /// Goes to the time before a customer's first line.
  package mutating func begin(_ customer: Int) {
    let range = histories.lineRange(of: customer)
    let returns = matches.returns(of: customer)
    ledger.begin(range)
    end = range.upperBound
    next = (range.lowerBound, returns.lowerBound)
    lastReturn = returns.upperBound
  }

  /// Goes on to `time`, which is not earlier than that of the step before: all lines before it become known.
  ///
  /// - Returns: whether a return became known.
  @discardableResult
  package mutating func advance(to time: Int64) -> Bool {
    let before = next.return
    while next.line < end, columns.time[next.line] < time {
      applyReturns(before: columns.time[next.line])
      if !columns.isReturn[next.line] { _ = ledger.buy(next.line) }
      next.line += 1
    }
    applyReturns(before: time)
    return next.return > before
  }

  private mutating func applyReturns(before time: Int64) {
    while next.return < lastReturn, matches.times[next.return] < time {
      for take in matches.takes(of: next.return) {
        let target = Int(matches.targets[take])
        if target >= 0 {
          let line = Int32(truncatingIfNeeded: target - ledger.start)
          ledger.take(matches.quantities[take], worth: matches.amounts[take], fromLine: line)
        } else {
          let first = ledger.lines[~target - ledger.start]
          ledger.take(matches.amounts[take], fromOrder: Int(first.place))
        }
      }
      next.return += 1
    }
  }
}

// MARK: - What is known

extension NetWalk {
  /// Orders that have begun, those with nothing left too; an order's place is its number in order of time.
  package var orderCount: Int { ledger.orders.count }

  /// Whether anything is left of an order: else it is none.
  package func isOrder(_ place: Int) -> Bool { ledger.orders[place].isLeft }

  /// Time of an order's first purchase line, in microseconds since 1970-01-01.
  package func time(ofOrder place: Int) -> Int64 { ledger.orders[place].time }

  /// What is left of an order's revenue, in millionths of the currency's unit; 0 where it is no order.
  package func amount(ofOrder place: Int) -> Int64 { ledger.orders[place].amount }

  /// Whether anything is left of a purchase line that is known.
  package func isLeft(line: Int) -> Bool { ledger.lines[line - ledger.start].isLeft }

  /// Place of the order of a purchase line that is known.
  package func place(ofOrderOf line: Int) -> Int { Int(ledger.lines[line - ledger.start].place) }

  /// Units that are left of a purchase line that is known.
  package func quantity(ofLine line: Int) -> Double { Double(millionths(ofLine: line)) / 1e6 }

  /// What is left of the revenue of a purchase line that is known, with its share in refunds of the whole order.
  package func revenue(ofLine line: Int) -> Double { ledger.share(line) / 1e6 }

  /// Units that are left, in millionths.
  func millionths(ofLine line: Int) -> Int64 {
    let line = ledger.lines[line - ledger.start]
    return line.isLeft ? line.quantity : 0
  }
}
