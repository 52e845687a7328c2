package import Retention
package import Runs

extension StageName {
  package static let lifetimeValueBacktest = StageName("clv_backtest")
}

/// Tests the models of value at every snapshot with an outcome, with what was known there.
package struct LifetimeValueBacktestStage: BacktestStage {
  package let name = StageName.lifetimeValueBacktest

  package init() {}

  package func test(
    _ shop: CleanedShop, _ features: CustomerFeatures, _ context: StageContext
  ) throws -> ValueBacktestReport {
    let backtest = ValueBacktest(try LifetimeValueTraining(shop, context))
    let snapshots = backtest.origins(shop.calendar).flatMap { [$0.train.last, $0.test].compactMap { $0 } }
    let segments = try SegmentGroups(naming: shop, at: Set(snapshots), context)
    return try backtest.run(
      ModelInput(value: shop, features, context.settings), groups: segments.map(\.ofValues),
      context: context.execution)
  }
}
