package import Retention
package import Runs

extension StageName {
  package static let churnBacktest = StageName("churn_backtest")
}

/// Tests the churn models at every snapshot with an outcome, with what was known there.
package struct ChurnBacktestStage: BacktestStage {
  package let name = StageName.churnBacktest

  package init() {}

  package func test(
    _ shop: CleanedShop, _ features: CustomerFeatures, _ context: StageContext
  ) throws -> ChurnBacktestReport {
    try ChurnBacktest(ChurnTraining(context)).run(
      ModelInput(churn: shop, features, context.settings), context: context.execution)
  }
}
