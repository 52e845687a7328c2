package import Retention
package import Runs

extension StageName {
  package static let churnBacktest = StageName("churn_backtest")
}

/// Tests the churn models at every snapshot with an outcome, with what was known there.
package struct ChurnBacktestStage: BacktestStage {
  package let name = StageName.churnBacktest

  package init() {}

  package func follows(_ settings: RetentionSettings) -> [any Stage.Type] {
    settings.churn.usesSegment ? [SegmentStage.self] : []
  }

  package func test(
    _ shop: CleanedShop, _ features: CustomerFeatures, _ context: StageContext
  ) throws -> ChurnBacktestReport {
    let training = try ChurnTraining(context)
    return try ChurnBacktest(training).run(
      ModelInput(churn: shop, features, training, context), context: context.execution)
  }
}
