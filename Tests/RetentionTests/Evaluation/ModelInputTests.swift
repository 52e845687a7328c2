import Numerics
import Retention
import TestSupport
import Testing

@Suite("What models read")
struct ModelInputTests {
  private let lines = MadeShop.lines()

  private func input(_ history: Bool) throws -> ModelInput {
    let plain = MadeShop.input(lines)
    let matches = try ReturnMatches(plain.labels.histories, context: .serial)
    return ModelInput(
      table: plain.table, labels: plain.labels, calendar: plain.calendar, idHashes: plain.idHashes,
      valueHorizonDays: 180, history: history ? .net(matches) : nil)
  }

  @Test("without the history the 33 features of the blocks, stacked; with it 27 columns more, named in that order")
  func columns() throws {
    let (plain, whole) = (try input(false), try input(true))
    let blocks = Array(plain.table.snapshots.suffix(3))
    let (window, all) = (
      try plain.features(of: blocks, context: .serial), try whole.features(of: blocks, context: .threads(2))
    )
    #expect(window.columns == 33 && all.columns == 60 && all.rows == blocks.reduce(0) { $0 + $1.rows })
    for column in 0..<33 { #expect(all.column(column).map(\.bitPattern) == window.column(column).map(\.bitPattern)) }
    let names = ModelColumns(60).names
    #expect(names.prefix(33).elementsEqual(Feature.allCases.map(\.name)) && Set(names).count == 60)
    #expect(names.suffix(27).allSatisfy { $0.hasPrefix("history_") } && ModelColumns(33).names.count == 33)
    // The age of the last order in whole days is the window's recency, where no return took an order away.
    let age = all.column(33 + HistoryFeature.orderAge1.rawValue)
    let recency = all.column(Feature.recencyDays.rawValue)
    let equal = zip(age, recency).count { $0.0.rounded(.down) == $0.1 }
    #expect(equal > age.count * 9 / 10)
  }

  @Test("rows of a block do not depend on the other blocks that are asked for")
  func blocksAlone() throws {
    let input = try input(true)
    let blocks = Array(input.table.snapshots.suffix(2))
    let both = try input.features(of: blocks, context: .serial)
    let last = try input.features(of: [blocks[1]], context: .serial)
    for column in 0..<60 {
      #expect(both.column(column).suffix(last.rows).map(\.bitPattern) == last.column(column).map(\.bitPattern))
    }
  }

  @Test("what happens from a snapshot on changes nothing that models read there")
  func futureRows() throws {
    let whole = try input(true)
    let snapshot = whole.table.snapshots[whole.table.snapshots.count / 2].snapshot
    let changed = MadeShop.input(MadeShop.scrambled(lines, from: snapshot, seed: 3))
    let other = ModelInput(
      table: changed.table, labels: changed.labels, calendar: changed.calendar, idHashes: changed.idHashes,
      valueHorizonDays: 180, history: .net(try ReturnMatches(changed.labels.histories, context: .serial)))
    let read = { (input: ModelInput) in
      let block = try #require(input.table.at(snapshot))
      return try input.features(of: [block], context: .serial).elements.map(\.bitPattern)
    }
    #expect(try read(whole) == read(other))
  }

  @Test("no blocks make no rows, as wide as others")
  func nothing() throws {
    #expect(try input(true).features(of: [], context: .serial).columns == 60)
    #expect(try input(false).features(of: [], context: .serial).columns == 33)
  }
}
