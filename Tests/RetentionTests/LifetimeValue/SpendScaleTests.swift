import Foundation
import Numerics
import Retention
import TestSupport
import Testing

@Suite struct SpendScaleTests {
  private let spend = (0..<400).map { 5 * Double($0 % 97) + Double($0) }

  @Test("values that follow a power of spend give back its factor and its power", arguments: [0.0, 0.4, 0.85, 1])
  func recovers(slope: Double) throws {
    let values = spend.map { exp(0.7 + slope * log1p($0)) }
    for power in [1.2, 1.5, 1.8] {
      let scale = try SpendScale(pastSpend: spend, values: values, power: power, context: .serial)
      #expect(abs(scale.slope - slope) < 1e-4 && abs(scale.intercept - 0.7) < 1e-3, "\(scale)")
    }
  }

  @Test("no other slope and intercept have a smaller Tweedie deviance")
  func smallestDeviance() throws {
    var random = PhiloxGenerator(seed: 3)
    let values = spend.map { random.uniform() < 0.3 ? 0 : 0.6 * $0 * exp(random.normal()) }
    let scale = try SpendScale(pastSpend: spend, values: values, power: 1.5, context: .serial)
    let deviance = { (intercept: Double, slope: Double) in
      let scales = try SpendScale(intercept: intercept, slope: slope).scales(of: spend, context: .serial)
      return zip(scales, values).reduce(0) { sum, row in
        sum + 2 * row.1 / row.0.squareRoot() + 2 * row.0.squareRoot()
      }
    }
    let best = try deviance(scale.intercept, scale.slope)
    for intercept in stride(from: -0.5, through: 0.5, by: 0.1) {
      for slope in stride(from: -0.2, through: 0.2, by: 0.05) where (0...1).contains(scale.slope + slope) {
        #expect(try deviance(scale.intercept + intercept, scale.slope + slope) >= best * (1 - 1e-9))
      }
    }
  }

  @Test("the slope stays between 0 and 1: no customer is expected to outgrow spend, none to fall behind it")
  func bounds() throws {
    let square = try SpendScale(pastSpend: spend, values: spend.map { $0 * $0 }, power: 1.5, context: .serial)
    let inverse = try SpendScale(pastSpend: spend, values: spend.map { 1000 / (1 + $0) }, power: 1.5, context: .serial)
    #expect(square.slope > 0.9999 && square.slope <= 1)
    #expect(inverse.slope < 0.0001 && inverse.slope >= 0)
  }

  @Test("nothing ever came: a flat scale; spend below 0 counts as none")
  func degenerate() throws {
    #expect(try SpendScale(pastSpend: [1, 2], values: [0, 0], power: 1.5, context: .serial) == .flat)
    #expect(try SpendScale(pastSpend: [], values: [], power: 1.5, context: .serial) == .flat)
    #expect(try SpendScale.flat.scales(of: [-5, 0, 1e6], context: .serial) == [1, 1, 1])
    let scale = SpendScale(intercept: 1, slope: 0.5)
    #expect(try scale.scales(of: [-7], context: .serial) == scale.scales(of: [0], context: .serial))
  }

  @Test("a window that the data fill in part counts as a whole one, and a full one as it is")
  func observedWindow() {
    let start = Snapshot("2011-01-01")
    let window = ObservedWindow(windowDays: 180, dataStart: start.time + 12 * 3600 * 1_000_000)
    #expect(window.expansion(at: start.adding(days: 30)) == 6)
    #expect(window.expansion(at: start.adding(days: 90)) == 2)
    #expect(window.expansion(at: start.adding(days: 180)) == 1)
    #expect(window.expansion(at: start.adding(days: 400)) == 1)
    #expect(window.expansion(at: start) == 180)
  }
}
