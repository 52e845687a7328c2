import Foundation
import Numerics
import Pipeline
import Synchronization
import Testing

/// Collects what would be drawn.
final class Screen: Sendable {
  private let content = Mutex("")
  var text: String { content.withLock { $0 } }

  func console(isTerminal: Bool = true, width: Int = 100) -> Console {
    Console(isTerminal: isTerminal, style: .plain, columns: { width }) { text in
      self.content.withLock { $0 += text }
    }
  }
}

/// A clock that tests move.
final class TestClock: Sendable {
  private let time = Mutex(Duration.zero)
  func advance(_ duration: Duration) { time.withLock { $0 += duration } }
  var now: @Sendable () -> Duration { { self.time.withLock { $0 } } }
}

@Suite("Progress") struct ProgressTests {
  @Test("shows share, count, rate and time left")
  func line() {
    let screen = Screen()
    let clock = TestClock()
    let progress = ProgressReporter(console: screen.console(), now: clock.now)
    progress.begin(.churn, total: 500, unit: "trees")
    clock.advance(.seconds(2))
    progress.advance(by: 225)
    #expect(
      screen.text.hasSuffix(
        "\r\u{1b}[Kchurn      [#########-----------]   45 %  225/500 trees  113 trees/s  2.4 s left"))
    progress.end()
    #expect(screen.text.hasSuffix("\r\u{1b}[K"))
  }

  @Test("shows what was done where the total is unknown, and large numbers in short")
  func unknownTotal() {
    let screen = Screen()
    let clock = TestClock()
    let progress = ProgressReporter(console: screen.console(), now: clock.now)
    progress.begin(.ingest)
    clock.advance(.seconds(4))
    progress.advance(by: 5_000_000)
    #expect(screen.text.hasSuffix("ingest     5,000,000 rows  1.25 M rows/s  4.0 s"))
  }

  @Test("redraws at most ten times a second, and tells the observer as often")
  func throttled() {
    let screen = Screen()
    let clock = TestClock()
    let events = Mutex<[ProgressEvent]>([])
    let progress = ProgressReporter(console: screen.console(), now: clock.now) { event in
      events.withLock { $0.append(event) }
    }
    progress.begin(.clean, total: 1000)
    for _ in 0..<1000 {
      clock.advance(.milliseconds(1))
      progress.advance()
    }
    progress.end()
    let seen = events.withLock { $0 }
    #expect(seen.map(\.phase) == [.began] + Array(repeating: .advanced, count: 10) + [.ended])
    #expect(seen.last?.done == 1000)
    #expect(seen[5].secondsLeft == 0.5)
    #expect(screen.text.components(separatedBy: "\u{1b}[K").count == 13)
  }

  @Test("draws nothing where there is no terminal")
  func noTerminal() {
    let screen = Screen()
    let progress = ProgressReporter(console: screen.console(isTerminal: false))
    progress.begin(.clean, total: 10)
    progress.advance(by: 10)
    progress.end()
    #expect(screen.text.isEmpty)
  }

  @Test("never fills a line of the terminal, however narrow", arguments: [1, 8, 20, 40, 60])
  func narrow(width: Int) {
    let screen = Screen()
    let clock = TestClock()
    let progress = ProgressReporter(console: screen.console(width: width), now: clock.now)
    progress.begin(.validate, total: 1_000_000)
    clock.advance(.seconds(100))
    progress.advance(by: 999)
    for line in screen.text.components(separatedBy: "\r\u{1b}[K") { #expect(line.count < max(width, 1)) }
  }

  @Test("counts what several threads report")
  func threads() {
    let events = Mutex<ProgressEvent?>(nil)
    let progress = ProgressReporter(observer: { event in events.withLock { $0 = event } })
    progress.begin(.features, total: 4000)
    DispatchQueue.concurrentPerform(iterations: 4) { _ in for _ in 0..<1000 { progress.advance() } }
    progress.end()
    #expect(events.withLock { $0?.done } == 4000)
  }

  @Test("writes durations and numbers for people")
  func words() {
    #expect(
      [0.04, 9.96, 59.4, 65, 3600, 7260].map(duration) == [
        "0.0 s", "10 s", "59 s", "1 min 05 s", "1 h 00 min", "2 h 01 min",
      ])
    #expect([0, 999, 1000, -541_909].map(grouped) == ["0", "999", "1,000", "-541,909"])
    #expect([(1.005, 1), (-0.04, 1), (-2.5, 0), (0.126, 2)].map(decimal) == ["1.0", "0.0", "-3", "0.13"])
  }
}

@Suite("Log") struct EventLogTests {
  static let time = Timestamp(milliseconds: 0)

  @Test("a log line stands above the progress line")
  func aboveProgress() {
    let screen = Screen()
    let console = screen.console()
    let log = EventLog(console: console, now: { Self.time })
    console.setStatus("working")
    log.info("half done", stage: .clean)
    #expect(screen.text == "\r\u{1b}[Kworking" + "\r\u{1b}[Kclean     half done\nworking")
  }

  @Test(
    "says on standard error what the verbosity asks for",
    arguments: [
      (Verbosity.quiet, "error: e\n"), (.normal, "i\nwarning: w\nerror: e\n"),
      (.verbose, "d\ni\nwarning: w\nerror: e\n"),
    ])
  func verbosity(verbosity: Verbosity, expected: String) {
    let screen = Screen()
    let log = EventLog(console: screen.console(isTerminal: false), verbosity: verbosity)
    log.debug("d")
    log.info("i")
    log.warning("w")
    log.error("e")
    #expect(screen.text == expected)
  }

  @Test("the file has every line as JSON, also those from before it was opened and none from after")
  func file() throws {
    let folder = try TemporaryFolder()
    let file = folder.url.appendingPathComponent("log")
    let log = EventLog(verbosity: .quiet, now: { Self.time })
    log.debug("before")
    try log.open(file)
    log.warning("a \"quoted\"\nline", stage: .churn, ["auc": 0.7, "model": "gbdt"])
    try log.close()
    log.error("after")
    #expect(
      try String(contentsOf: file, encoding: .utf8) == """
        {"time":"1970-01-01T00:00:00.000Z","level":"debug","message":"before"}
        {"time":"1970-01-01T00:00:00.000Z","level":"warning","stage":"churn","message":"a \\"quoted\\"\\nline",\
        "fields":{"auc":0.7,"model":"gbdt"}}

        """)
  }

  @Test("a full disk does not stop the work, and shows when the log is closed")
  func fullDisk() throws {
    let log = EventLog()
    try log.open(URL(fileURLWithPath: "/dev/full"))
    log.info("lost")
    log.info("lost too")
    let error = #expect(throws: FileError(action: .write, path: "/dev/full", code: ENOSPC)) { try log.close() }
    #expect(error.map { Failure($0).exitCode } == .resources)
  }
}

@Suite("Stage clock") struct StageClockTests {
  @Test("times stages in their order, the sum of one that runs twice, and the total")
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

  @Test("times a stage that throws")
  func throwing() {
    let time = TestClock()
    let clock = StageClock(now: time.now)
    #expect(throws: Interrupted.self) {
      try clock.measure(.churn) {
        time.advance(.seconds(3))
        throw Interrupted()
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
    // Another test may let the peak begin anew, but not below what is in use.
    withExtendedLifetime(bytes) { #expect(ProcessMemory.peak > before + (32 << 20)) }
  }
}
