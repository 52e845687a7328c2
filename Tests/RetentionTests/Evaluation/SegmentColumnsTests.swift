import Numerics
import Retention
import TestSupport
import Testing

@Suite("Segments that models read")
struct SegmentColumnsTests {
  private let lines = MadeShop.lines()

  /// Three segments by the shop's own limits, and one of nobody.
  private struct Naming: SegmentNaming {
    let name = "by-limits"
    let granularity = NamingGranularity.customer
    let period = NamingPeriod.history
    let rules = [NamingRule("Late"), NamingRule("Big/spender"), NamingRule("Nobody"), NamingRule("Others")]
    var columns: [String] { [] }

    func names(for columns: NamedColumns, context: ExecutionContext) throws -> [String] {
      let (silence, late) = (try columns.column("silence"), try columns.column("late_silence"))
      let (spend, big) = (try columns.column("rfm_monetary_total"), try columns.column("big_spend"))
      return silence.indices.map {
        silence[$0] > late[$0] ? "Late" : spend[$0] >= big[$0] ? "Big/spender" : "Others"
      }
    }
  }

  private func input(
    _ lines: TransactionLines, history: Bool = true, thresholds: RelativeThresholds? = nil
  ) throws -> ModelInput {
    let plain = MadeShop.input(lines)
    let histories = plain.labels.histories
    let matches = try ReturnMatches(histories, context: .serial)
    let groups = try SegmentGroups(
      Set(plain.table.snapshots.map(\.snapshot)), histories, matches, naming: Naming(), thresholds: thresholds,
      names: Naming().rules.map(\.name), context: .threads(2))
    return ModelInput(
      table: plain.table, labels: plain.labels, calendar: plain.calendar, idHashes: plain.idHashes,
      valueHorizonDays: 180, history: history ? .net(matches) : nil, segments: groups.columns)
  }

  private func bits(_ input: ModelInput, at snapshot: Snapshot) throws -> [UInt32] {
    let block = try #require(input.table.at(snapshot))
    return try input.features(of: [block], context: .serial).elements.map(\.bitPattern)
  }

  @Test(
    "are the last columns, one for each name of the naming: 1 for its customers, 0 for others",
    arguments: [true, false])
  func columns(history: Bool) throws {
    let input = try input(lines, history: history)
    let blocks = Array(input.table.snapshots.suffix(3))
    let all = try input.features(of: blocks, context: .threads(2))
    let first = history ? 60 : 33
    #expect(input.columns.firstSegment == first && all.columns == first + 4 && input.columns.count == first + 4)
    #expect(
      input.columns.names.suffix(4) == ["segment_late", "segment_big_spender", "segment_nobody", "segment_others"])
    let columns = (first..<first + 4).map { all.column($0) }
    for row in 0..<all.rows { #expect(columns.reduce(0) { $0 + $1[row] } == 1) }
    #expect(columns[2].allSatisfy { $0 == 0 })
    #expect([0, 1, 3].allSatisfy { columns[$0].contains(1) && columns[$0].contains(0) })
    let plain = try MadeShop.input(lines).features(of: blocks, context: .serial)
    #expect(plain.elements.map(\.bitPattern) == all.elements.prefix(33 * all.rows).map(\.bitPattern))
    let rows = try input.rows(blocks, context: .serial) { customers, _ in customers.map { _ in 0 } }
    #expect(rows.columns == input.columns)
    #expect(try rows.selecting([0, 2], context: .serial).columns == input.columns)
  }

  @Test("are, at a snapshot, what the naming says from what was known before it")
  func asNamed() throws {
    let input = try input(lines)
    let block = input.table.snapshots[input.table.snapshots.count / 2]
    let histories = input.labels.histories
    let matches = try ReturnMatches(histories, context: .serial)
    let summaries = try HistorySummaries.at([block.snapshot], histories, matches, context: .serial)[0]
    let named = try SegmentsAsOf(summaries, naming: Naming(), context: .serial)
    let features = try input.features(of: [block], context: .serial)
    for (row, customer) in block.customers.enumerated() {
      let place = (0..<4).first { features[row, 60 + $0] == 1 }
      #expect(place.map { input.columns.segments[$0] } == named.name(of: customer))
    }
  }

  @Test("do not know what comes from the snapshot on, nor limits that do")
  func future() throws {
    let whole = try input(lines)
    let snapshot = whole.table.snapshots[whole.table.snapshots.count / 2].snapshot
    let known = try bits(whole, at: snapshot)
    #expect(try known == bits(input(MadeShop.scrambled(lines, from: snapshot, seed: 3)), at: snapshot))
    let limits = { (day: Snapshot) in
      RelativeThresholds(
        learnedAt: day.description, customers: 9, repeatCustomers: 9, shopGapDays: 1, lateSilence: 1, longSilence: 2,
        manyOrders: 3, mostOrders: 4, bigSpend: 1e9)
    }
    let later = try input(lines, thresholds: limits(snapshot.adding(days: 1)))
    #expect(try known == bits(later, at: snapshot))
    // Limits from before it are taken, so the last check can fail.
    #expect(try known != bits(input(lines, thresholds: limits(snapshot)), at: snapshot))
  }

  @Test("have names without spaces, each once")
  func names() {
    let names = ModelColumns(history: false, segments: ["A B", "a b", "A-b", "Größe 1", "!"]).names
    #expect(names.suffix(5) == ["segment_a_b", "segment_a_b_2", "segment_a_b_3", "segment_größe_1", "segment"])
  }

  @Test("are read by every candidate, and a blend's linear half reads no window where it reads the history alone")
  func models() throws {
    let input = try input(lines)
    let blocks = input.table.snapshots.dropLast(3)
    let rows = try input.rows(Array(blocks), context: .serial) { (customers, snapshot) throws(Cancelled) in
      try input.labels.churn(of: customers, at: snapshot, horizonDays: 90, context: .serial)
    }
    let blend = try #require(
      try ChurnLearners.blend().fit(rows, validation: rows, context: .serial) as? StackedChurnModel)
    let halves = blend.members
    #expect(
      try halves[1].files.map(\.text)[0].contains(" segment_late segment_big_spender segment_nobody segment_others"))
    let (importance, odds) = (halves[0].importance, try blend.logOdds(rows.features, context: .serial))
    #expect(importance.count == 64 && importance[60] > 0 && importance[62] == 0)
    var other = rows.features
    for row in 0..<other.rows { for place in 0..<4 { other[row, 60 + place] = 0 } }
    #expect(try blend.logOdds(other, context: .serial) != odds)
    let contributions = try blend.contributions(rows.features, context: .serial)
    #expect(contributions.columns == 64 && contributions.column(60).contains { $0 != 0 })
    // Contributions explain the log-odds: both differ between two rows by the same.
    let sums = (0..<rows.count).map { row in (0..<64).reduce(0) { $0 + contributions[row, $1] } }
    for row in 1..<rows.count { #expect(abs((odds[row] - odds[0]) - (sums[row] - sums[0])) < 1e-9) }
  }
}
