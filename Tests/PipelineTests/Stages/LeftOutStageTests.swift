import Failures
import Foundation
import Pipeline
import Retention
import Runs
import TestSupport
import Testing

private struct Shortage: UserFacingError {
  var failureKind = FailureKind.notEnoughData
  let description = "there are no moons; wait."
}

/// Writes a file, and fails then.
private struct MoonStage: Stage {
  let name = StageName("moon")
  let reads: [any Stage.Type] = [CleanStage.self]
  let writes: [ArtefactPattern] = [.file("reports/moons.txt")]
  let product: String? = "moons"
  var canBeLeftOut = true
  var failure = Shortage()

  func run(_ inputs: StageInputs, _ context: StageContext) throws -> Int {
    try context.artefacts.write(text: "half", to: "reports/moons.txt")
    throw failure
  }
}

/// Reads what is missing then.
private struct TideStage: Stage {
  let name = StageName("tide")
  let reads: [any Stage.Type] = [MoonStage.self]
  let writes: [ArtefactPattern] = [.file("reports/tides.txt")]
  var canBeLeftOut: Bool { true }

  func run(_ inputs: StageInputs, _ context: StageContext) throws -> Int {
    try context.artefacts.write(text: "high", to: "reports/tides.txt")
    return try inputs(MoonStage.self)
  }
}

/// Does a part of its work.
private struct StarStage: Stage {
  let name = StageName("star")
  let reads: [any Stage.Type] = [CleanStage.self]
  let writes: [ArtefactPattern] = [.file("reports/stars.txt")]
  let product: String? = "stars"

  func run(_ inputs: StageInputs, _ context: StageContext) throws -> Int {
    context.journal.verdict("no comets")
    try context.artefacts.write(text: "many", to: "reports/stars.txt")
    return 1
  }
}

@Suite("Stages that thin data leaves out") struct LeftOutStageTests {
  private let bench: PipelineBench

  init() throws { bench = try PipelineBench() }

  private func list(_ moon: MoonStage = MoonStage()) -> StageList {
    StageList([
      IngestStage(), ValidateStage(), CleanStage(), moon, TideStage(), StarStage(),
    ])
  }

  private func perform(_ list: StageList, _ thinData: ThinData) throws -> RunResult {
    var request = try bench.request(list.names)
    request.thinData = thinData
    return try RunExecution(request, stages: list).perform()
  }

  @Test("the run goes on, without a half-written file, and says what is missing, why, and what is there")
  func leavesOut() throws {
    let result = try perform(list(), .leavesOut)
    let run = try #require(result.run)
    #expect(
      !run.contains("reports/moons.txt") && !run.contains("reports/tides.txt") && run.contains("reports/stars.txt"))
    #expect(
      result.report.verdicts == [
        StageVerdict(
          stage: "moon", reason: "not enough data for moon: there are no moons; wait",
          stillWorks: ["cleaned lines", "stars"], isSkipped: true),
        StageVerdict(stage: "tide", reason: "no tide, because there are no moons", isSkipped: true),
        StageVerdict(stage: "star", reason: "no comets", stillWorks: ["cleaned lines", "stars"]),
      ])
    #expect(result.warnings.contains("no tide, because there are no moons"))
    #expect(try run.report(list()).verdicts == result.report.verdicts)
    let log = try String(contentsOf: run.url(for: EventLog.path), encoding: .utf8)
    for verdict in result.report.verdicts { #expect(log.contains(verdict.reason)) }
  }

  @Test("without that, for another kind of error, and for a stage that cannot be left out, the run fails")
  func fails() throws {
    for (list, thinData) in [
      (list(), ThinData.fails),
      (list(MoonStage(failure: Shortage(failureKind: .configuration))), .leavesOut),
      (list(MoonStage(canBeLeftOut: false)), .leavesOut),
    ] {
      #expect(throws: Shortage.self) { try perform(list, thinData) }
    }
    #expect(try RunStore(output: bench.folder.url.appendingPathComponent("runs")).runs().isEmpty)
  }

  @Test("a later run keeps the verdicts of the stages that it does not run again")
  func kept() throws {
    let parent = try #require(try perform(list(), .leavesOut).run)
    let again = try RunExecution(bench.request([StageName("star")], source: .run(parent)), stages: list()).perform()
    #expect(again.report.verdicts.map(\.stage) == ["moon", "tide", "star"])
    #expect(again.report.verdicts.map(\.sentence).last == "no comets; cleaned lines and stars still work")
  }
}
