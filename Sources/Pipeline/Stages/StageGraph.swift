/// Which stages read what others write.
package enum StageGraph {
  /// Stages whose results `stage` reads directly.
  static func inputs(of stage: StageName) -> Set<StageName> {
    switch stage {
    case .ingest, .generate: []
    case .validate, .clean: [.ingest]
    case .features: [.clean]
    case .segment, .churn, .clv: [.features]
    case .allocate: [.segment, .churn, .clv]
    case .report: [.allocate]
    }
  }

  /// `stages`, and all whose results are out of date once these have run again.
  package static func outdated(by stages: [StageName]) -> Set<StageName> {
    var outdated = Set(stages)
    // In the order of `StageName`, inputs come before what reads them.
    for stage in StageName.allCases where !inputs(of: stage).isDisjoint(with: outdated) { outdated.insert(stage) }
    return outdated
  }
}
