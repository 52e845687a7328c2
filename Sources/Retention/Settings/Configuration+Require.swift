import Settings

extension Configuration {
  /// Throws where two parameters do not fit; the error is about the one that the user wrote.
  ///
  /// - Parameters:
  ///   - first: how the first should stand to the second, such as `be at most`.
  ///   - second: how the second should stand to the first, such as `be at least`.
  func require<A, B>(
    _ holds: Bool, _ one: Parameter<A>, _ other: Parameter<B>, _ first: String, _ second: String
  ) throws(SettingsError) {
    guard !holds else { return }
    if origin(of: one) == .builtIn {
      throw invalid(other, must: "\(second) `\(one.key)` (\(self[one].literal.flow), \(origin(of: one)))")
    }
    throw invalid(one, must: "\(first) `\(other.key)` (\(self[other].literal.flow), \(origin(of: other)))")
  }
}
