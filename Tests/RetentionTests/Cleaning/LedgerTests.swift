import Numerics
import Retention
import TestSupport
import Testing

@Suite struct LedgerTests {
  @Test("a random dirty table reconciles to the penny in every mode", arguments: 1...4 as ClosedRange<UInt64>)
  func random(seed: UInt64) throws {
    var random = PhiloxGenerator(seed: seed)
    func pick(_ texts: [String]) -> String { texts[random.index(below: texts.count)] }
    let rows = (0..<600).map { _ in
      [
        pick(["a", "b", "c", "00d", "", " "]), pick(["1", "2", "C3", "4.0", ""]), pick(["p", "q", ""]),
        pick(["2011-01-05", "2011-04-07 10:00", "2011-12-31", "soon", ""]),
        pick(["1", "2", "-1", "0", "900", "0.1", "x", "", "0.333"]),
        pick(["0.1", "19.99", "1e5", "0", "-1", "free", ""]),
      ].joined(separator: ",")
    }
    let header = "customer_id,order_id,product_id,order_datetime,quantity,unit_price"
    let source = try ingest(([header] + rows + [""]).joined(separator: "\n"))
    for duplicates in ["flag", "drop"] {
      for action in ["flag", "winsorise", "drop"] {
        let yaml = "cleaning: {duplicates: \(duplicates), outliers: {action: \(action), price_quantile: 0.7}}"
        let lines = try clean(source, yaml)
        #expect(lines.ledger.reconciles)
        #expect(lines.ledger.input.rows == 600)
        #expect(lines.ledger.cleaned.rows == lines.removal.count { $0 == 0 })
        // The money of what stays, by the lines themselves.
        let kept = (0..<600).filter { lines.isKept($0) }.reduce(into: Money.zero) {
          $0 += Money(lines.source.amount(ofRow: $1))
        }
        #expect(lines.ledger.cleaned.money == kept)
        let (transactions, _) = try lines.transactions(context: .serial)
        #expect(transactions.count == lines.ledger.cleaned.rows)
        #expect(transactions.unitPrice.allSatisfy { $0 > 0 } && transactions.quantity.allSatisfy { $0 != 0 })
      }
    }
  }

  @Test("money is exact where doubles are not")
  func money() {
    let tenth = (0..<10).reduce(into: Money.zero) { sum, _ in sum += Money(0.1) }
    #expect(tenth == Money(1))
    #expect(Money(-2.5).value == -2.5)
    #expect(Money(1.005).rounded == 1.01 || Money(1.005).rounded == 1)
    #expect(Money(.nan) == .zero)
    #expect(Money(.infinity) == .zero)
  }

  @Test("every reason has a stage and a name of its own")
  func names() {
    #expect(Set(RemovalReason.allCases.map(\.name)).count == RemovalReason.allCases.count)
    #expect(RemovalReason.blankCustomer.stage == .structural)
    #expect(RemovalReason.zeroQuantity.stage == .businessLogic)
    #expect(RemovalReason.duplicate.stage == .structural)
  }
}

/// Figures counted in the file itself, by a script that shares nothing with this project.
@Suite(.disabled(if: RealShop.isAbsent, "\(RealData.absence)")) struct RealCleaningTests {
  private func pounds(_ text: String) -> Money {
    let parts = text.split(separator: ".")
    let fraction = String((parts.count > 1 ? String(parts[1]) : "").padding(to: 6))
    return Money(micros: (Int128(parts[0]) ?? 0) * 1_000_000 + (Int128(fraction) ?? 0))
  }

  @Test("rows and money of the real shop by reason")
  func ledger() throws {
    let ledger = try RealShop.cleaned().ledger
    #expect(ledger.input.rows == 541_909)
    #expect(ledger.input.money == pounds("9747747.934"))
    #expect(ledger.removed.keys.sorted { $0.rawValue < $1.rawValue } == [.blankCustomer, .priceNotPositive])
    #expect(ledger.removed[.blankCustomer]?.rows == 135_080)
    #expect(ledger.removed[.blankCustomer]?.money == pounds("1447682.12"))
    #expect(ledger.removed[.priceNotPositive]?.rows == 40)
    #expect(ledger.removed[.priceNotPositive]?.money == .zero)
    #expect(ledger.cleaned.rows == 406_789)
    #expect(ledger.cleaned.money == pounds("8300065.814"))
    #expect(ledger.reconciles)
    #expect(
      ledger.flagged == ["is_duplicate": 5225, "is_cancellation": 8905, "is_return": 8905, "is_outlier": 23_028])
  }

  @Test("its outlier bounds, learned before 2011-09-01")
  func bounds() throws {
    let bounds = try #require(try RealShop.cleaned().bounds)
    #expect(bounds.learnedOn == 226_467)
    #expect(bounds.priceAbove == 14.95)
    #expect(bounds.quantityBelow == -28 && bounds.quantityAbove == 42)
  }

  @Test("dropping duplicates and outliers reconciles as well")
  func drop() throws {
    let lines = try clean(RealShop.source(), "cleaning: {duplicates: drop}")
    #expect(lines.ledger.removed[.duplicate]?.rows == 5225)
    #expect(lines.ledger.removed[.duplicate]?.money == pounds("21546.39"))
    #expect(lines.ledger.cleaned.rows == 401_564)
    #expect(lines.ledger.cleaned.money == pounds("8278519.424"))
    #expect(lines.ledger.reconciles)
    let outliers = try clean(RealShop.source(), "cleaning: {outliers: {action: drop}}")
    #expect(outliers.ledger.removed[.outlierPrice]?.rows == 4108)
    #expect(outliers.ledger.removed[.outlierPrice]?.money == pounds("156488.79"))
    #expect(outliers.ledger.removed[.outlierQuantity]?.rows == 18_920)
    #expect(outliers.ledger.removed[.outlierQuantity]?.money == pounds("2743909.94"))
    #expect(outliers.ledger.reconciles)
    let winsorized = try clean(RealShop.source(), "cleaning: {outliers: {action: winsorise}}")
    #expect(winsorized.ledger.winsorized.rows == 23_028)
    #expect(winsorized.ledger.reconciles)
  }

  @Test("its customers and orders")
  func transactions() throws {
    let histories = try RealShop.histories()
    #expect(histories.lines.count == 406_789)
    #expect(histories.customerCount == 4371)
    #expect(try OrderTimes(histories, context: .allCores).times.count == 18_532)
  }

  @Test("what validation finds in it")
  func validation() throws {
    let settings = try retentionSettings("validation: {latest_date: 2011-12-31}")
    let report = try InputValidator(
      settings: settings.validation, cleaning: settings.cleaning, ingest: settings.ingest,
      today: settings.validation.latestDate!
    ).validate(RealShop.source(), hasProducts: true, context: .allCores)
    let counts = Dictionary(uniqueKeysWithValues: report.findings.map { ($0.check, $0.affectedRows) })
    #expect(counts[.blankCustomerID] == 135_080)
    #expect(counts[.nonPositivePrice] == 2517)
    #expect(counts[.zeroQuantity] == 0)
    #expect(counts[.exactDuplicates] == 5268)
    #expect(counts[.orderOfSeveralCustomers] == 0)
    // 374 days from 2010-12-01 to 2011-12-09, of which 305 have lines.
    #expect(counts[.daysWithoutLines] == 374 - 305)
    #expect(report.errors.isEmpty)
  }
}

extension String {
  fileprivate func padding(to length: Int) -> String { self + String(repeating: "0", count: max(0, length - count)) }
}
