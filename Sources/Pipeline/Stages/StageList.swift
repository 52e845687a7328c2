package import Retention
package import Runs

/// Stages in the order in which they run: each comes after those that it reads or uses. What a run lacks, and what is
/// out of date once a stage runs again, follows from the list.
package struct StageList: Sendable {
  /// In the order in which they run.
  package let stages: [any Stage]

  /// - Parameter stages: in the order in which they run, with unique names and types.
  package init(_ stages: [any Stage]) {
    precondition(Set(stages.map(\.name)).count == stages.count, "a stage has a name of its own")
    var known: Set<ObjectIdentifier> = []
    for stage in stages {
      let missing = (stage.reads + stage.uses).filter { !known.contains(ObjectIdentifier($0)) }
      precondition(missing.isEmpty, "\(stage.name) comes after what it reads: \(missing)")
      let (isNew, _) = known.insert(ObjectIdentifier(type(of: stage)))
      precondition(isNew, "a type of stage occurs once")
    }
    self.stages = stages
  }

  /// Every built-in stage. No other place lists them.
  package static let standard = StageList([
    IngestStage(), ValidateStage(), CleanStage(), FeaturesStage(), SegmentStage(), ChurnBacktestStage(), ChurnStage(),
    NextOrderStage(), LifetimeValueBacktestStage(), LifetimeValueStage(), AllocateStage(), ScoresStage(), ReportStage(),
  ])

  /// This list with one more stage at the end.
  package func adding(_ stage: any Stage) -> StageList { StageList(stages + [stage]) }
}

extension StageList {
  /// Names of the stages, in order.
  package var names: [StageName] { stages.map(\.name) }

  /// Names of the stages of a whole run, in order.
  package var namesOfWholeRun: [StageName] { stages.filter { !$0.isOnRequest }.map(\.name) }

  /// The names up to and including `last`; empty if the list does not have it.
  package func names(through last: StageName) -> [StageName] {
    names.firstIndex(of: last).map { Array(names[...$0]) } ?? []
  }

  /// The stage that writes an artifact; nil for files that the run itself writes, such as `metrics.json`.
  package func stage(writing path: String) -> (any Stage)? {
    stages.first { $0.writes.contains(.file(path)) } ?? stages.first { $0.writes.contains { $0.matches(path) } }
  }

  /// `names`, and all stages whose results are out of date once these run again.
  ///
  /// - Parameter settings: of the run whose results these are; nil for what holds with any.
  package func outdated(
    by names: some Sequence<StageName>, with settings: RetentionSettings? = nil
  ) -> Set<StageName> {
    var outdated = Set(names)
    for stage in stages {
      let others = inputs(of: stage) + self.stages(settings.map(stage.follows) ?? [])
      if others.contains(where: { outdated.contains($0.name) }) { outdated.insert(stage.name) }
    }
    return outdated
  }

  /// Checks that all names are in the list.
  ///
  /// - Throws: `StageError.unknownStage`.
  func require(_ names: [StageName]) throws(StageError) {
    for name in names where !self.names.contains(name) { throw .unknownStage(name, known: self.names) }
  }

  private func inputs(of stage: any Stage) -> [any Stage] { stages(stage.reads + stage.uses) }

  private func stages(_ types: [any Stage.Type]) -> [any Stage] {
    let wanted = Set(types.map { ObjectIdentifier($0) })
    return stages.filter { wanted.contains(ObjectIdentifier(type(of: $0))) }
  }
}
