import Numerics
import Retention
import Tables
import Testing

@Suite("Histories since an earlier run")
struct ChangedHistoriesTests {
  private func changes(_ source: SourceLines, wasKept: [Bool], _ yaml: String = "") throws -> [String: Int64] {
    let cleaned = try clean(source, yaml)
    let changes = try cleaned.changedHistories(since: wasKept, context: .serial)
    let ids = try cleaned.transactions(context: .serial).customerIDs
    #expect(changes.since.count == ids.count)
    return Dictionary(uniqueKeysWithValues: zip(ids, changes.since)).filter { $0.value < .max }
  }

  private func day(_ text: String) -> Int64 { Snapshot(text).time }

  @Test("change from the first line that is new, and counts")
  func newLines() throws {
    let source = try ingest(
      canonical(
        "b,o1,p,2011-01-01,1,1", "a,o2,p,2011-01-02,1,1", "b,o3,p,2011-01-09,1,1", "b,o4,p,2011-01-05,1,1",
        "c,o5,p,2011-01-06,1,1", "a,o6,p,2011-01-07,0,1", ",o7,p,2011-01-01,1,1"))
    #expect(
      try changes(source, wasKept: [true, true]) == ["b": day("2011-01-05"), "c": day("2011-01-06")])
    #expect(try changes(source, wasKept: [true, true, true, true, true, false, false]) == [:])
  }

  @Test("change where an old line comes back, or goes")
  func otherVerdicts() throws {
    let source = try ingest(
      canonical("a,o1,p,2011-01-01,1,1", "b,o2,p,2011-01-02,1,1", "c,o3,p,2011-01-03,0,1", "c,o4,p,2011-01-04,1,1"))
    #expect(
      try changes(source, wasKept: [true, false, true, true]) == ["b": day("2011-01-02"), "c": day("2011-01-03")])
  }

  @Test("change with each line of an order whose total is shared anew")
  func sharedTotals() throws {
    let header = "customer_id,order_id,order_datetime,order_total\n"
    let source = try ingest(
      header + "a,o1,2011-01-01,6\na,o2,2011-01-02,5\nb,o3,2011-01-03,5\n" + "a,o1,2011-01-04,6\n")
    #expect(try changes(source, wasKept: [true, true, true]) == ["a": day("2011-01-01")])
  }

  @Test("are the same before a snapshot that no change precedes")
  func snapshots() {
    let changes = ChangedHistories(since: [day("2011-01-05"), .max])
    #expect(changes.isUnchanged(0, before: Snapshot("2011-01-05")))
    #expect(!changes.isUnchanged(0, before: Snapshot("2011-01-06")))
    #expect(changes.isUnchanged(1, before: Snapshot("2031-01-06")))
  }
}
