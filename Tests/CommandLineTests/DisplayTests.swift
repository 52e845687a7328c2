import CommandParsing
import Foundation
import Runs
import Synchronization
import Testing
import retention_fast

/// Collects what a console would print.
final class Screen: Sendable {
  private let content = Mutex("")
  var text: String { content.withLock { $0 } }

  func console(isTerminal: Bool = true, width: Int = 100) -> Console {
    Console(isTerminal: isTerminal, style: .plain, columns: { width }) { text in
      self.content.withLock { $0 += text }
    }
  }
}

/// A clock that tests set.
final class TestClock: Sendable {
  private let time = Mutex(Duration.zero)
  func advance(_ duration: Duration) { time.withLock { $0 += duration } }
  var now: @Sendable () -> Duration { { self.time.withLock { $0 } } }
}

extension StageName {
  static let churn = StageName("churn")
  static let ingest = StageName("ingest")
  static let clean = StageName("clean")
  static let validate = StageName("validate")
}

@Suite("Progress line") struct ProgressLineTests {
  @Test("the line shows share, count, rate and remaining time")
  func line() {
    let screen = Screen()
    let clock = TestClock()
    let progress = ProgressReporter(console: screen.console(), now: clock.now)
    progress.begin(.churn, total: 500, unit: "trees")
    clock.advance(.seconds(2))
    progress.advance(by: 225)
    #expect(
      screen.text.hasSuffix(
        "\r\u{1b}[Kchurn      [#########-----------]   45 %  225/500 trees  112 trees/s  2.4 s left"))
    progress.end()
    #expect(screen.text.hasSuffix("\r\u{1b}[K"))
  }

  @Test("without a total, the line shows what was done, with large rates abbreviated")
  func unknownTotal() {
    let screen = Screen()
    let clock = TestClock()
    let progress = ProgressReporter(console: screen.console(), now: clock.now)
    progress.begin(.ingest)
    clock.advance(.seconds(4))
    progress.advance(by: 5_000_000)
    #expect(screen.text.hasSuffix("ingest     5,000,000 rows  1.25 M rows/s  4.0 s"))
  }

  @Test("nothing is drawn unless the output is a terminal")
  func noTerminal() {
    let screen = Screen()
    let progress = ProgressReporter(console: screen.console(isTerminal: false))
    progress.begin(.clean, total: 10)
    progress.advance(by: 10)
    progress.end()
    #expect(screen.text.isEmpty)
  }

  @Test("the line is narrower than the terminal, however narrow that is", arguments: [1, 8, 20, 40, 60])
  func narrow(width: Int) {
    let screen = Screen()
    let clock = TestClock()
    let progress = ProgressReporter(console: screen.console(width: width), now: clock.now)
    progress.begin(.validate, total: 1_000_000)
    clock.advance(.seconds(100))
    progress.advance(by: 999)
    for line in screen.text.components(separatedBy: "\r\u{1b}[K") { #expect(line.count < max(width, 1)) }
  }
}

@Suite("Log on the terminal") struct ConsoleLogTests {
  @Test("a log line is printed above the progress line")
  func aboveProgress() {
    let screen = Screen()
    let console = screen.console()
    let log = EventLog(console: console, verbosity: .normal)
    console.setStatus("working")
    log.info("half done", stage: .clean)
    #expect(screen.text == "\r\u{1b}[Kworking" + "\r\u{1b}[Kclean     half done\nworking")
  }

  @Test(
    "entries are printed down to the level that the verbosity shows",
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
}
