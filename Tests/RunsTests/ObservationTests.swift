import Failures
import Foundation
import Numerics
import Runs
import Synchronization
import TestSupport
import Testing

/// A clock that tests advance.
final class TestClock: Sendable {
  private let time = Mutex(Duration.zero)
  func advance(_ duration: Duration) { time.withLock { $0 += duration } }
  var now: @Sendable () -> Duration { { self.time.withLock { $0 } } }
}

/// Keeps what an observer received.
final class Recorder<Value: Sendable>: Sendable {
  private let kept = Mutex<[Value]>([])
  var values: [Value] { kept.withLock { $0 } }
  func record(_ value: Value) { kept.withLock { $0.append(value) } }
}

@Suite("Progress") struct ProgressTests {
  @Test("an observer is called at the beginning and the end, and at most ten times per second in between")
  func throttled() {
    let clock = TestClock()
    let events = Recorder<ProgressEvent>()
    let progress = ProgressReporter(now: clock.now) { events.record($0) }
    progress.begin(.clean, total: 1000)
    for _ in 0..<1000 {
      clock.advance(.milliseconds(1))
      progress.advance()
    }
    progress.end()
    let seen = events.values
    #expect(seen.map(\.phase) == [.began] + Array(repeating: .advanced, count: 10) + [.ended])
    #expect(seen.last?.done == 1000)
    #expect(seen[5].secondsLeft == 0.5)
  }

  @Test("progress from several threads adds up")
  func threads() {
    let events = Recorder<ProgressEvent>()
    let progress = ProgressReporter(observer: { events.record($0) })
    progress.begin(.features, total: 4000)
    DispatchQueue.concurrentPerform(iterations: 4) { _ in for _ in 0..<1000 { progress.advance() } }
    progress.end()
    #expect(events.values.last?.done == 4000)
  }

  @Test("expected units add up, including negative ones; another unit starts a new count and a new rate")
  func expected() {
    let clock = TestClock()
    let events = Recorder<ProgressEvent>()
    let progress = ProgressReporter(now: clock.now) { events.record($0) }
    progress.begin(.churn)
    clock.advance(.seconds(10))
    let sink = progress.sink
    sink.expect(100, unit: "trees")
    sink.expect(100, unit: "trees")
    clock.advance(.seconds(1))
    sink.advance(by: 50)
    #expect(events.values.last?.total == 200)
    #expect(events.values.last?.secondsLeft == 3)
    sink.expect(-80, unit: "trees")
    clock.advance(.seconds(1))
    sink.advance(by: 50)
    #expect(events.values.last?.total == 120)
    #expect(events.values.last?.done == 100)
    sink.expect(7, unit: "rows")
    progress.end()
    #expect(events.values.last?.unit == "rows")
    #expect(events.values.last?.done == 0)
    #expect(events.values.last?.total == 7)
    #expect(events.values.last?.seconds == 12)
  }

  @Test("nothing is counted outside stages")
  func outside() {
    let events = Recorder<ProgressEvent>()
    let progress = ProgressReporter(observer: { events.record($0) })
    progress.sink.expect(10, unit: "rows")
    progress.sink.advance()
    progress.end()
    #expect(events.values.isEmpty)
  }
}

@Suite("Log") struct EventLogTests {
  static let time = Timestamp(milliseconds: 0)

  @Test("a listener receives every entry, with its stage")
  func listener() {
    let entries = Recorder<EventLog.Entry>()
    let log = EventLog(listener: { entries.record($0) })
    log.debug("d")
    log.info("half done", stage: .clean)
    log.warning("w")
    log.error("e")
    #expect(entries.values.map(\.level) == [.debug, .info, .warning, .error])
    #expect(entries.values[1].stage == .clean)
    #expect(entries.values[1].message == "half done")
  }

  @Test(
    "the file has one JSON line per entry, also from before it was opened, but none from after it was closed"
  )
  func file() throws {
    let folder = try TemporaryFolder()
    let file = folder.url.appendingPathComponent("log")
    let log = EventLog(now: { Self.time })
    log.debug("before")
    try log.open(file)
    log.warning("a \"quoted\"\nline", stage: .churn, ["auc": 0.7, "lift": .nan])
    try log.close()
    log.error("after")
    #expect(
      try String(contentsOf: file, encoding: .utf8) == """
        {"time":"1970-01-01T00:00:00.000Z","level":"debug","message":"before"}
        {"time":"1970-01-01T00:00:00.000Z","level":"warning","stage":"churn","message":"a \\"quoted\\"\\nline",\
        "fields":{"auc":0.7}}

        """)
  }

  @Test("a full disk does not stop the work, and is reported when the log is closed")
  func fullDisk() throws {
    let log = EventLog()
    try log.open(URL(fileURLWithPath: "/dev/full"))
    log.info("lost")
    log.info("lost too")
    let error = #expect(throws: FileError(action: .write, path: "/dev/full", code: ENOSPC)) { try log.close() }
    #expect(error?.failureKind == .resources)
  }
}

@Suite("Stage clock") struct StageClockTests {
  @Test("stages and the total are timed, and the times of a stage that runs twice add up")
  func timings() {
    let time = TestClock()
    let clock = StageClock(now: time.now)
    clock.measure(.clean) { time.advance(.milliseconds(1500)) }
    clock.measure(.ingest) { time.advance(.milliseconds(250)) }
    time.advance(.milliseconds(100))
    clock.measure(.clean) { time.advance(.milliseconds(500)) }
    #expect(clock.timings == ["ingest": 0.25, "clean": 2.0, "total": 2.35])
    #expect(clock.seconds(of: .churn) == nil)
  }

  @Test("a stage that throws is timed")
  func throwing() {
    let time = TestClock()
    let clock = StageClock(now: time.now)
    #expect(throws: Cancelled.self) {
      try clock.measure(.churn) {
        time.advance(.seconds(3))
        throw Cancelled()
      }
    }
    #expect(clock.seconds(of: .churn) == 3)
  }

  @Test("peak memory grows when memory is used")
  func memory() {
    let before = ProcessMemory.peak
    #expect(before > 1_000_000)
    let size = before + (64 << 20)
    let bytes = [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
      buffer.initialize(repeating: 1)
      count = size
    }
    #expect(bytes[size / 2] == 1)
    // Another test can reset the peak, but not below the memory in use.
    withExtendedLifetime(bytes) { #expect(ProcessMemory.peak > before + (32 << 20)) }
  }
}
