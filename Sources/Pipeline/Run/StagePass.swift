import Foundation
import Numerics
import PluginHost
import Retention
import Runs
import Settings
import Tables

/// One pass over the stages of a run: hands each its inputs, and keeps what it makes. Used by one thread at a time.
final class StagePass {
  private let execution: RunExecution
  private let files: InputFiles?
  private let directory: RunDirectory?
  private let context: ExecutionContext
  private let memory: LineMemory
  private let outputs = StageOutputs()
  private let warnings = WarningCollector()
  private var sections = RunReport()
  private var list: StageList { execution.stages }
  private var request: RunRequest { execution.request }

  /// - Parameters:
  ///   - files: nil for a run that starts from another one.
  ///   - directory: nil for a pass that writes nothing.
  init(_ execution: RunExecution, files: InputFiles?, directory: RunDirectory?, context: ExecutionContext) throws {
    self.execution = execution
    self.files = files
    self.directory = directory
    self.context = context
    let folder = directory == nil ? execution.request.temporaryFolder : execution.request.output
    memory = LineMemory(execution.settings.run, folder: folder.path)
  }

  /// The sections of the stages that ran or were restored, and all warnings so far.
  var report: RunReport {
    var report = sections
    report.add(warnings.all)
    return report
  }

  var cleaning: CleaningReport? { outputs[CleanStage.self]?.cleaning }

  // MARK: - Running

  /// Runs the stages that the request asks for, and those that run by themselves.
  ///
  /// - Parameters:
  ///   - only: nil for all; a request for others is passed over.
  ///   - body: times and announces a stage around the call that it is given.
  func run(
    only: [StageName]? = nil, _ body: (any Stage, () throws -> Void) throws -> Void
  ) throws {
    let wanted = request.stages.filter { only?.contains($0) ?? true }
    for stage in list.stages {
      let isAsked = wanted.contains(stage.name)
      guard isAsked || (stage.isAutomatic && only == nil && hasInputs(stage)) else { continue }
      try body(stage) { try self.run(stage) }
    }
  }

  private func run<S: Stage>(_ stage: S) throws {
    let output = try stage.run(StageInputs(outputs, of: stage), stageContext(stage.name))
    sections.add(stage.reports(of: output))
    outputs.set(output, of: stage)
  }

  private func hasInputs(_ stage: any Stage) -> Bool { stage.reads.allSatisfy { has($0) } }

  private func hasOutput<S: Stage>(of stage: S) -> Bool { has(S.self) }

  private func has<Maker: Stage>(_ maker: Maker.Type) -> Bool { outputs[maker] != nil }

  /// Reads and checks lines, and stops there.
  func validationReport() throws -> ValidationReport {
    let ingest = IngestStage()
    var lines = try ingest.run(StageInputs(outputs, of: ingest), stageContext(ingest.name))
    return try ValidateStage().check(&lines, stageContext(.validate))
  }

  var validator: InputValidator { stageContext(.validate).preparation.validator }

  private func stageContext(_ stage: StageName) -> StageContext {
    StageContext(
      configuration: request.configuration, recordedConfiguration: request.recordedConfiguration,
      settings: execution.settings, plugins: execution.plugins, execution: context,
      source: LineSource(files: files, base: request.source.base), memory: memory, today: request.today,
      journal: StageJournal(stage: stage, log: execution.control.log, warnings: warnings),
      artefacts: ArtefactWriter(directory: directory))
  }

  // MARK: - Starting from another run

  /// Takes over from a run what the stages to come do not make out of date.
  ///
  /// - Throws: `RunError.missingArtefact` where it lacks what these stages read.
  func resume(from parent: PublishedRun) throws {
    let outdated = list.outdated(by: request.stages)
    try shareArtefacts(of: parent, without: outdated)
    for stage in list.stages where !outdated.contains(stage.name) { try restore(stage, from: parent) }
    try requireInputs(from: parent)
    for warning in try parent.warnings() where !outdated.contains(StageName(warning.stage)) { warnings.add(warning) }
  }

  private func restore<S: Stage>(_ stage: S, from parent: PublishedRun) throws {
    guard case .file(let path)? = stage.writes.first, parent.contains(path),
      let output = try stage.restore(from: parent, StageInputs(outputs, of: stage), stageContext(stage.name))
    else { return }
    sections.add(stage.reports(of: output))
    outputs.set(output, of: stage)
  }

  /// The first stage in order that nobody runs and that the run lacks is what the user has to make.
  private func requireInputs(from parent: PublishedRun) throws(RunError) {
    let asked = list.stages.filter { request.stages.contains($0.name) }
    let read = Set(asked.flatMap(\.reads).map { ObjectIdentifier($0) })
    for stage in list.stages where read.contains(ObjectIdentifier(type(of: stage))) {
      guard !request.stages.contains(stage.name), !stage.isAutomatic, !hasOutput(of: stage),
        case .file(let path)? = stage.writes.first
      else { continue }
      throw .missingArtefact(run: parent.name, path: path, command: stage.name.rawValue)
    }
  }

  private func shareArtefacts(of parent: PublishedRun, without outdated: Set<StageName>) throws {
    guard let directory else { return }
    for artefact in try parent.manifest().artefacts {
      guard let stage = list.stage(writing: artefact.path), !outdated.contains(stage.name) else { continue }
      let target = try directory.url(for: artefact.path)
      // Nobody changes an artefact: both runs can share the file.
      if link(parent.url(for: artefact.path).path, target.path) != 0 {
        try FileManager.default.copyItem(at: parent.url(for: artefact.path), to: target)
      }
    }
  }

  // MARK: - What the run says of itself

  /// Fills in what was found out about the inputs; files without rows do not count as read.
  func complete(_ manifest: inout Manifest) {
    let readings = outputs[CleanStage.self]?.origin?.readings ?? [:]
    for index in manifest.inputs.indices {
      guard let reading = readings[manifest.inputs[index].path] else { continue }
      manifest.inputs[index].rows = reading.rows
      manifest.inputs[index].readAs = reading.description
    }
    manifest.inputs.removeAll { $0.rows == 0 }
  }

  func facts() throws -> RunFacts {
    var facts = RunFacts()
    var made = Fingerprint()
    if case .run(let parent) = request.source {
      facts = try parent.facts(RunFacts.self)
      made = facts.madeWith ?? made
    }
    if let findings = outputs[CleanStage.self]?.origin?.findings { facts.ingest = findings }
    let own = Fingerprint(request.configuration)
    if request.stages.contains(.clean) { made.clean = own.clean }
    if request.stages.contains(.features) { made.features = own.features }
    facts.madeWith = made
    return facts
  }

  /// A limit is an aim: what has to be in memory may need more.
  func warnOfMemory() {
    guard let limit = execution.settings.run.maxMemory, ProcessMemory.peak > limit.bytes else { return }
    execution.control.log.warning(
      "used \(ProcessMemory.peak / 1_000_000) MB, more than run.max_memory = \(limit): ids, features and models stay in memory",
      stage: .report)
  }
}

extension LineMemory {
  /// A quarter of the memory that a run may take: as much again is needed to sort the lines, and the rest is for
  /// features and models.
  ///
  /// - Parameter folder: for lines beyond that.
  init(_ settings: RunSettings, folder: String) {
    let limit = settings.maxMemory?.bytes ?? Int(clamping: ProcessInfo.processInfo.physicalMemory / 2)
    self.init(bytes: limit / 4, folder: folder)
  }
}
