import Retention
import Testing

@Suite("Snapshots")
struct SnapshotTests {
  @Test("are midnights: days and times go together, also before 1970")
  func times() {
    #expect(Snapshot(day: 0).time == 0)
    #expect(Snapshot(day: 1).time == 86_400_000_000)
    #expect(Snapshot(day: 15_218).description == "2011-09-01")
    #expect(Snapshot(day: -1).description == "1969-12-31")
  }

  @Test("move by days and compare by time")
  func moving() {
    let leap = Snapshot(day: 11_015)
    #expect(leap.description == "2000-02-28")
    #expect(leap.adding(days: 1).description == "2000-02-29")
    #expect(leap.adding(days: 2).description == "2000-03-01")
    #expect(leap.adding(days: -366).adding(days: 366) == leap)
    #expect(leap < leap.adding(days: 1) && !(leap < leap))
  }
}
