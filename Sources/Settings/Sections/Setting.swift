/// A setting, declared where its value is kept: the one place that knows its key, default, unit, limits and sentence.
///
/// ```swift
/// @Setting(
///   "cleaning.min_orders", default: 1, unit: "orders", in: .atLeast(1),
///   "Fewest orders before a snapshot that give a customer a row there.")
/// package var minOrders: Int
/// ```
/// The property reads as a plain stored value. `$minOrders` is the declaration, for errors about it.
@propertyWrapper
package struct Setting<Value: SettingValue>: Sendable {
  /// As configured, or the default.
  package let wrappedValue: Value
  /// The declaration.
  package let projectedValue: Parameter<Value>

  /// Takes the value from the configuration that is being read; without one, the default.
  ///
  /// The parameters are those of `Parameter`.
  package init(
    _ key: String, default defaultValue: Value, unit: String? = nil, in range: NumericRange = .any,
    emptiness: ValueLimits.Emptiness = .allowed, effect: ParameterEffect = .results, _ summary: String
  ) {
    let parameter = Parameter(
      key, default: defaultValue, unit: unit, in: range, emptiness: emptiness, effect: effect, summary)
    projectedValue = parameter
    wrappedValue = SettingsReading.configuration?[parameter] ?? defaultValue
  }
}

extension Setting: Hashable {
  package static func == (left: Self, right: Self) -> Bool {
    left.wrappedValue == right.wrappedValue && left.projectedValue.key == right.projectedValue.key
  }

  package func hash(into hasher: inout Hasher) { hasher.combine(wrappedValue) }
}

/// What the settings that are made just now are read from.
enum SettingsReading {
  @TaskLocal static var configuration: Configuration?
}
