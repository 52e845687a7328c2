import CIntrinsics
import Numerics

/// The log-likelihood of a model of purchases for given customers, as a function of the logarithms of its parameters.
///
/// Times are divided by `timeScale`, so that log parameters near 0 fit any unit.
protocol PurchaseLikelihood: Sendable {
  /// Places of the parameters that are times.
  static var timeParameters: [Int] { get }
  /// Σ weight.
  var customers: Double { get }
  /// Σ weight · x.
  var repeatPurchases: Double { get }
  /// The mean age.
  var timeScale: Double { get }

  /// ln L of the scaled times, and its gradient by log parameter.
  func evaluate(_ logParameters: [Double]) throws(Cancelled) -> BoundedBFGS.Evaluation
}

extension PurchaseLikelihood {
  /// ln L in the times as they were given, from that of the scaled ones: a density has the unit of time^−Σx.
  func unscaled(_ logLikelihood: Double) -> Double {
    logLikelihood - repeatPurchases * log(timeScale)
  }

  /// Scaled parameters (or errors of such) in the times as they were given.
  func unscaled(_ parameters: [Double]) -> [Double] {
    var parameters = parameters
    for index in Self.timeParameters { parameters[index] *= timeScale }
    return parameters
  }

  /// ln L, in the times as they were given, of parameters in these times.
  func value(at parameters: [Double]) throws(Cancelled) -> Double {
    var parameters = parameters
    for index in Self.timeParameters { parameters[index] /= timeScale }
    return unscaled(try evaluate(parameters.map { log($0) }).value)
  }
}

/// What any likelihood of purchases needs to know of all customers.
struct PurchaseTotals {
  let customers: Double
  let repeatPurchases: Double
  /// The mean age, or 1 where that is 0.
  let timeScale: Double

  init(_ summaries: [PurchaseSummary]) {
    customers = summaries.reduce(0) { $0 + $1.weight }
    repeatPurchases = summaries.reduce(0) { $0 + $1.weight * Double($1.repeats) }
    let meanAge = summaries.reduce(0) { $0 + $1.weight * $1.age } / customers
    timeScale = meanAge > 0 ? meanAge : 1
  }
}
