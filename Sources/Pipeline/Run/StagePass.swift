import Failures
import Foundation
import Learning
import Numerics
import PluginHost
import Retention
import Runs
import Settings
import Tables
import Text

/// One pass over the stages of a run: passes each its inputs and keeps its output. Used by one thread at a time.
final class StagePass {
  private let execution: RunExecution
  private let files: InputFiles?
  private let directory: RunDirectory?
  private let context: ExecutionContext
  private let memory: LineMemory
  private let outputs = StageOutputs()
  private let warnings = WarningCollector()
  private let verdicts = VerdictCollector()
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

  /// The sections of the stages that ran or were restored, and all warnings and verdicts so far.
  var report: RunReport {
    var report = sections
    report.add(warnings.all)
    report.add(verdicts.all)
    return report
  }

  var cleaning: CleaningReport? { outputs[CleanStage.self]?.cleaning }

  // MARK: - Running

  /// Runs the requested stages, and the automatic ones whose inputs exist; leaves out those for which the data is too
  /// thin, if the request says so.
  ///
  /// - Parameters:
  ///   - only: if not nil, requested stages not in this list are skipped, and so are automatic ones.
  ///   - body: runs a stage by the call it is given, and times and reports it.
  func run(
    only: [StageName]? = nil, _ body: (any Stage, () throws -> Void) throws -> Void
  ) throws {
    let wanted = request.stages.filter { only?.contains($0) ?? true }
    for stage in list.stages {
      let isRequested = wanted.contains(stage.name)
      guard isRequested || (stage.isAutomatic && only == nil && hasInputs(stage)) else { continue }
      if let reason = reasonToLeaveOut(stage) {
        verdicts.add(reason, of: stage.name, isRoot: false, isSkipped: true)
        execution.control.log.warning(reason, stage: stage.name)
        continue
      }
      verdicts.works(stage.name, product: stage.product)
      do {
        try body(stage) { try self.run(stage) }
      } catch let error as any UserFacingError where error.failureKind == .notEnoughData && canLeaveOut(stage) {
        try leaveOut(stage, error)
      }
    }
  }

  private func canLeaveOut(_ stage: any Stage) -> Bool { request.thinData == .leavesOut && stage.canBeLeftOut }

  /// A sentence without a full stop if the stage reads what is missing because its stage was left out; else nil.
  private func reasonToLeaveOut(_ stage: any Stage) -> String? {
    guard canLeaveOut(stage) else { return nil }
    let leftOut = list.stages.filter { maker in
      canLeaveOut(maker) && !hasOutput(of: maker)
        && stage.reads.contains { ObjectIdentifier($0) == ObjectIdentifier(type(of: maker)) }
    }
    guard !leftOut.isEmpty else { return nil }
    let missing = leftOut.map { "no \($0.product ?? $0.name.rawValue)" }
    return "no \(stage.product ?? stage.name.rawValue), because there are \(listed(missing))"
  }

  private func leaveOut(_ stage: any Stage, _ error: any UserFacingError) throws {
    let known = error as? ModelStageError
    var reason = known?.reason ?? "not enough data for \(stage.name): "
    if error.isOfLearner {
      // It is about the learner's own input, which the user never saw.
      reason += "no model can be learned from these rows"
      execution.control.log.debug(error.description, stage: stage.name)
    } else if known == nil {
      reason += error.description.hasSuffix(".") ? String(error.description.dropLast()) : error.description
    }
    verdicts.fails(stage.name)
    verdicts.add(reason, of: stage.name, setting: known?.setting, isSkipped: true)
    execution.control.log.warning(reason, stage: stage.name)
    // What it had written before it failed is not complete.
    try directory?.removeFiles { path in stage.writes.contains { $0.matches(path) } }
  }

  private func run<S: Stage>(_ stage: S) throws {
    let output = try stage.run(StageInputs(outputs, of: stage), stageContext(stage.name))
    sections.add(stage.reports(of: output))
    outputs.set(output, of: stage)
    ProcessMemory.releaseFreed()
  }

  private func hasInputs(_ stage: any Stage) -> Bool { stage.reads.allSatisfy { has($0) } }

  private func hasOutput<S: Stage>(of stage: S) -> Bool { has(S.self) }

  private func has<Maker: Stage>(_ maker: Maker.Type) -> Bool { outputs[maker] != nil }

  /// Reads and validates order lines only.
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
      source: LineSource(files: files, base: request.source.base, parent: request.source.parent), memory: memory,
      today: request.today,
      journal: StageJournal(stage: stage, log: execution.control.log, warnings: warnings, verdicts: verdicts),
      artefacts: ArtefactWriter(directory: directory), thinData: request.thinData)
  }

  // MARK: - Starting from another run

  /// Takes over artifacts, outputs and warnings of a run that the requested stages do not make out of date.
  ///
  /// - Throws: `RunError.missingArtefact` if the run lacks what these stages read.
  func resume(from parent: PublishedRun) throws {
    let made = try RetentionSettings(parent.configuration())
    let outdated = list.outdated(by: request.stages, with: made)
    try shareArtefacts(of: parent, without: outdated)
    for stage in list.stages where !outdated.contains(stage.name) { try restore(stage, from: parent) }
    try requireInputs(from: parent)
    for warning in try parent.warnings() where !outdated.contains(StageName(warning.stage)) { warnings.add(warning) }
    for verdict in try parent.verdicts() where !outdated.contains(StageName(verdict.stage)) { verdicts.add(verdict) }
  }

  private func restore<S: Stage>(_ stage: S, from parent: PublishedRun) throws {
    guard case .file(let path)? = stage.writes.first, parent.contains(path),
      let output = try stage.restore(from: parent, StageInputs(outputs, of: stage), stageContext(stage.name))
    else { return }
    sections.add(stage.reports(of: output))
    outputs.set(output, of: stage)
    verdicts.works(stage.name, product: stage.product)
  }

  /// Throws for the first stage, in order, whose output is needed but neither in the run nor requested.
  private func requireInputs(from parent: PublishedRun) throws(RunError) {
    let requested = list.stages.filter { request.stages.contains($0.name) }
    let read = Set(requested.flatMap(\.reads).map { ObjectIdentifier($0) })
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
      // Artifacts never change, so both runs can share the file.
      if link(parent.url(for: artefact.path).path, target.path) != 0 {
        try FileManager.default.copyItem(at: parent.url(for: artefact.path), to: target)
      }
    }
  }

  // MARK: - The run's own records

  /// Fills in how the inputs were read. Files without rows do not count as read and are removed.
  func complete(_ manifest: inout Manifest) {
    let readings = outputs[CleanStage.self]?.origin?.readings ?? [:]
    for index in manifest.inputs.indices {
      guard let reading = readings[manifest.inputs[index].path] else { continue }
      manifest.inputs[index].rows = reading.rows
      manifest.inputs[index].readAs = reading.description
      manifest.inputs[index].sheets = reading.sheets.isEmpty ? nil : reading.sheets
    }
    manifest.inputs.removeAll { $0.rows == 0 }
  }

  /// The facts to store beside the manifest in `run.json`.
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

  /// Warns if the memory limit was exceeded: what has to be in memory can need more.
  func warnOfMemory() {
    guard let limit = execution.settings.run.maxMemory, ProcessMemory.peak > limit.bytes else { return }
    execution.control.log.warning(
      "used \(ProcessMemory.peak / 1_000_000) MB, more than run.max_memory = \(limit): ids, features and models stay in memory",
      stage: .report)
  }
}

extension LineMemory {
  /// Allows order lines a quarter of the memory limit: sorting them takes as much again, and the rest is for features
  /// and models.
  ///
  /// - Parameter folder: for lines that do not fit.
  init(_ settings: RunSettings, folder: String) {
    let limit = settings.maxMemory?.bytes ?? Int(clamping: ProcessInfo.processInfo.physicalMemory / 2)
    self.init(bytes: limit / 4, folder: folder)
  }
}

extension UserFacingError {
  /// Whether a learner threw it, which knows matrices and no customers.
  fileprivate var isOfLearner: Bool {
    self is LogisticRegressionError || self is GradientBoostingError || self is KMeansError
      || self is GaussianMixtureError || self is BuyTillYouDieError
  }
}
