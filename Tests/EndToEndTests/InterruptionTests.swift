import Foundation
import Testing

@Suite("Runs that are stopped, and runs that meet")
struct InterruptionTests {
  let workspace: Workspace
  /// Long enough to be stopped in the middle: some seconds, all in one stage.
  static let slow = ["--set", "segmentation.bootstrap_samples=1000", "--set", "segmentation.n_init=40"]

  init() throws {
    workspace = try Workspace()
    try workspace.write(SampleShop.csv, to: "shop.csv")
  }

  /// Starts a `train` and waits until it has written its features, so that it is in the middle.
  private func startedRun() throws -> RunningProgram {
    let program = try workspace.start(["train", "--data", "shop.csv", "--quiet"] + Self.slow)
    let end = Date(timeIntervalSinceNow: 30)
    while Date() < end, program.process.isRunning {
      let names = (try? FileManager.default.contentsOfDirectory(atPath: workspace.file("runs").path)) ?? []
      if let partial = names.first(where: { $0.hasSuffix(".partial") }),
        FileManager.default.fileExists(
          atPath: workspace.file("runs/\(partial)/reports/temporal_validation.json").path)
      {
        return program
      }
      usleep(2000)
    }
    Issue.record("the run ended before it could be stopped: \(try program.wait())")
    return program
  }

  private func names() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: workspace.file("runs").path).sorted()
  }

  @Test("Ctrl-C ends a run with 130 and one sentence, and leaves nothing of it", arguments: [SIGINT, SIGTERM])
  func interrupt(signal: Int32) throws {
    let output = try UntouchedOutput(in: workspace, copying: Shared.training.get())
    let program = try startedRun()
    program.send(signal)
    let outcome = try program.wait()
    expectFailure(outcome, code: 130, says: "interrupted", "unchanged")
    #expect(outcome.output.isEmpty)
    try output.expectUnchanged()
  }

  @Test("Ctrl-C twice ends it at once with 130; the next run clears up what it left")
  func interruptTwice() throws {
    let program = try startedRun()
    program.send(SIGINT)
    usleep(50_000)
    program.send(SIGINT)
    #expect(try program.wait().exitCode == 130)
    try expectNextRunSucceeds(after: nil)
  }

  @Test("kill -9 in the middle leaves latest as it was; the next run succeeds and clears up")
  func kill() throws {
    try FileManager.default.copyItem(
      at: Shared.training.get().workspace.file("runs"), to: workspace.file("runs"))
    let before = try workspace.latest().name
    let program = try startedRun()
    program.send(SIGKILL)
    #expect(try program.wait().exitCode == -SIGKILL)
    #expect(try names().contains { $0.hasSuffix(".partial") })
    #expect(try workspace.latest().name == before)
    try expectNextRunSucceeds(after: before)
  }

  private func expectNextRunSucceeds(after previous: String?) throws {
    let next = try workspace.run("clean", "--data", "shop.csv", "--quiet")
    #expect(next.exitCode == 0, "\(next.errors)")
    let run = try workspace.latest()
    #expect(run.name != previous)
    #expect(try names() == ([".lock", "latest", run.name] + [previous].compactMap { $0 }).sorted())
    #expect(FileManager.default.fileExists(atPath: run.file("run.json").path))
  }

  @Test("a run that meets another one ends with 10, and disturbs nothing")
  func locked() throws {
    let output = try UntouchedOutput(in: workspace, copying: Shared.training.get())
    let descriptor = open(workspace.file("runs/.lock").path, O_RDWR | O_CREAT | O_CLOEXEC, 0o666)
    try #require(descriptor >= 0)
    defer { close(descriptor) }
    try #require(flock(descriptor, LOCK_EX | LOCK_NB) == 0)
    let outcome = try workspace.run("train", "--data", "shop.csv", "--quiet")
    expectFailure(outcome, code: 10, says: "lock", "runs", "--output")
    try output.expectUnchanged()
    // Another folder is free.
    let other = try workspace.run("clean", "--data", "shop.csv", "--quiet", "--output", "other")
    #expect(other.exitCode == 0, "\(other.errors)")
  }

  @Test("of two runs at once, one ends with 10 and names the other")
  func two() throws {
    let first = try startedRun()
    let second = try workspace.run("clean", "--data", "shop.csv", "--quiet")
    expectFailure(second, code: 10, says: "process \(first.process.processIdentifier)")
    first.send(SIGKILL)
    _ = try first.wait()
  }
}
