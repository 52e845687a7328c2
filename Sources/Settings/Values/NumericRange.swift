/// The numbers that a parameter allows.
package struct NumericRange: Sendable, Hashable {
  /// One end of a range.
  package enum Bound: Sendable, Hashable {
    case none
    case including(Double)
    case excluding(Double)
  }

  /// The lower end.
  package let lower: Bound
  /// The upper end.
  package let upper: Bound
}

extension NumericRange {
  /// Every number.
  package static let any = NumericRange(lower: .none, upper: .none)
  /// 0 to 1, both included.
  package static let share = between(0, 1)

  /// [`lower`, ∞).
  package static func atLeast(_ lower: Double) -> Self { Self(lower: .including(lower), upper: .none) }
  /// (`lower`, ∞).
  package static func above(_ lower: Double) -> Self { Self(lower: .excluding(lower), upper: .none) }

  /// [`lower`, `upper`].
  package static func between(_ lower: Double, _ upper: Double) -> Self {
    Self(lower: .including(lower), upper: .including(upper))
  }

  /// (`lower`, `upper`).
  package static func strictlyBetween(_ lower: Double, _ upper: Double) -> Self {
    Self(lower: .excluding(lower), upper: .excluding(upper))
  }

  /// (`lower`, `upper`].
  package static func above(_ lower: Double, upTo upper: Double) -> Self {
    Self(lower: .excluding(lower), upper: .including(upper))
  }

  /// [`lower`, `upper`).
  package static func from(_ lower: Double, below upper: Double) -> Self {
    Self(lower: .including(lower), upper: .excluding(upper))
  }

  /// False for NaN, unless every number is allowed.
  package func contains(_ value: Double) -> Bool {
    let isAbove =
      switch lower {
      case .none: true
      case .including(let bound): value >= bound
      case .excluding(let bound): value > bound
      }
    let isBelow =
      switch upper {
      case .none: true
      case .including(let bound): value <= bound
      case .excluding(let bound): value < bound
      }
    return isAbove && isBelow
  }

  /// Keywords of JSON Schema.
  var schema: [SettingLiteral.Field] {
    var fields: [SettingLiteral.Field] = []
    switch lower {
    case .none: break
    case .including(let bound): fields.append(.init("minimum", .double(bound)))
    case .excluding(let bound): fields.append(.init("exclusiveMinimum", .double(bound)))
    }
    switch upper {
    case .none: break
    case .including(let bound): fields.append(.init("maximum", .double(bound)))
    case .excluding(let bound): fields.append(.init("exclusiveMaximum", .double(bound)))
    }
    return fields
  }
}

extension NumericRange: CustomStringConvertible {
  /// As errors and help say it: `0 to 1`.
  package var description: String {
    switch (lower, upper) {
    case (.none, .none): "any number"
    case (.including(let low), .none): "\(numberText(low)) or more"
    case (.excluding(let low), .none): "more than \(numberText(low))"
    case (.none, .including(let high)): "\(numberText(high)) or less"
    case (.none, .excluding(let high)): "less than \(numberText(high))"
    case (.including(let low), .including(let high)): "\(numberText(low)) to \(numberText(high))"
    case (.including(let low), .excluding(let high)): "\(numberText(low)) or more and less than \(numberText(high))"
    case (.excluding(let low), .including(let high)): "more than \(numberText(low)) and at most \(numberText(high))"
    case (.excluding(let low), .excluding(let high)): "more than \(numberText(low)) and less than \(numberText(high))"
    }
  }
}
