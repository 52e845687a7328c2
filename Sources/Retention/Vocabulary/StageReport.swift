/// What one stage found out, as figures: a section of `metrics.json`, and what reports, the terminal, charts and
/// services read by property.
package protocol StageReport: Codable, Sendable {
  /// Key of the section in `metrics.json`: an interface.
  static var key: String { get }
}
