import Foundation
package import Retention
package import Runs
import Tables

extension StageName {
  package static let scores = StageName("scores")
}

/// Combines what the stages that have run found about each customer.
package struct ScoresStage: Stage {
  package let name = StageName.scores
  package let reads: [any Stage.Type] = [FeaturesStage.self]
  package let uses: [any Stage.Type] = [
    SegmentStage.self, ChurnStage.self, NextOrderStage.self, LifetimeValueStage.self, AllocateStage.self,
  ]
  package let isAutomatic = true
  package let writes: [ArtefactPattern] = [
    .file(ArtefactPath.scores), .file(ArtefactPath.segmentSummary), .file(ArtefactPath.testPredictions),
  ]

  package init() {}

  package func run(_ inputs: StageInputs, _ context: StageContext) throws -> ScoreTable {
    let features = try inputs(FeaturesStage.self)
    var scores = ScoreTable(features: features.scored, ids: features.scoredIDs)
    if let segments = inputs.ifPresent(SegmentStage.self) { scores.segment = segments.names }
    if let churn = inputs.ifPresent(ChurnStage.self) {
      (scores.churn, scores.reasons) = (churn.probabilities, churn.reasons)
    }
    if let next = inputs.ifPresent(NextOrderStage.self) { scores.nextOrder = next.dates }
    if let value = inputs.ifPresent(LifetimeValueStage.self) {
      (scores.clvP10, scores.clvP50, scores.clvP90) = (value.p10, value.p50, value.p90)
      (scores.clvLow, scores.clvHigh) = (value.low, value.high)
      (scores.clvExpected, scores.alive, scores.valueReasons) = (value.expected, value.alive, value.reasons)
    }
    if let plan = inputs.ifPresent(AllocateStage.self) {
      (scores.tier, scores.expectedValue) = (plan.tiers, plan.expectedValues)
    }
    try context.artefacts.write(ArtefactPath.scores) { try scores.write(to: $0, context: context.execution) }
    let tests = [
      inputs.ifPresent(ChurnStage.self)?.test.map { (stage: StageName.churn, rows: $0) },
      inputs.ifPresent(LifetimeValueStage.self)?.test.map { (stage: StageName.lifetimeValue, rows: $0) },
    ].compactMap { $0 }
    if !tests.isEmpty {
      try context.artefacts.write(ArtefactPath.testPredictions) {
        try TestPredictionsFile.write(tests, to: $0, context: context.execution)
      }
    }
    if let segments = inputs.ifPresent(SegmentStage.self) {
      let summary = try SegmentSummary(segments.assignments, scores, context: context.execution).table
      try context.artefacts.write(ArtefactPath.segmentSummary) { try TableOutput.writeCSV(summary, to: $0) }
    }
    return scores
  }
}
