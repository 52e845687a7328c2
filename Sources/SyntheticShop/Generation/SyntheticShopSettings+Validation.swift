import CivilTime

extension SyntheticShopSettings {
  /// Checks every setting.
  ///
  /// - Throws: `SyntheticShopError` for the first setting that is out of range.
  package func validated() throws(SyntheticShopError) -> ValidatedSyntheticShopSettings {
    try Self.check("customers", Double(customers), in: 1...100_000_000)
    try Self.check("months", Double(months), in: 1...120)
    try Self.check("products", Double(products), in: 100...50_000)
    try Self.check("linesPerOrder", linesPerOrder, in: 1...60)
    try checkShares()
    try checkDirt()
    guard let start = CivilDate(startDate), (1900...9800).contains(start.year) else {
      throw .notADate(setting: "startDate", found: startDate)
    }
    return ValidatedSyntheticShopSettings(settings: self, start: start, end: start.adding(months: months))
  }

  private func checkShares() throws(SyntheticShopError) {
    for kind in CustomerKind.allCases {
      try Self.check("kindShares.\(kind.rawValue)", kindShares[kind] ?? 0, in: 0...1)
    }
    let sum = kindShares.values.reduce(0, +)
    if abs(sum - 1) > 1e-6 { throw .sharesDoNotSumToOne(sum: sum) }
  }

  private func checkDirt() throws(SyntheticShopError) {
    for field in DefectRates.fields { try Self.check(field.name, dirt[keyPath: field.path], in: 0...1) }
    if dirt.total > 0.9 { throw .tooMuchDirt(sum: dirt.total) }
  }

  private static func check(
    _ setting: String, _ value: Double, in range: ClosedRange<Double>
  ) throws(SyntheticShopError) {
    // NaN is in no range.
    guard range.contains(value) else { throw .outOfRange(setting: setting, found: value, allowed: range) }
  }
}
