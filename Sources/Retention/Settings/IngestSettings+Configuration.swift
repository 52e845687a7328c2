import Foundation
public import Settings
import Text

extension IngestSettings {
  /// - Throws: `SettingsError` for an unknown time zone, a source column used twice, and two ways to give a line's value.
  public init(_ configuration: Configuration) throws(SettingsError) {
    mapping = try Self.mapping(configuration)
    timezone = try Self.timezone(configuration)
    sheet = configuration[IngestParameters.sheet]
    separator = configuration[IngestParameters.separator]
    quote = configuration[IngestParameters.quote]
    encoding = configuration[IngestParameters.encoding]
    decimal = configuration[IngestParameters.decimal]
    thousands = configuration[IngestParameters.thousands]
    dateOrder = configuration[IngestParameters.dateOrder]
    let marks = (separator, decimal)
    guard marks != (.comma, .comma) else {
      throw configuration.invalid(IngestParameters.decimal, must: "differ from `ingest.separator`")
    }
    guard (decimal, thousands) != (.comma, .comma), (decimal, thousands) != (.point, .point) else {
      throw configuration.invalid(IngestParameters.thousands, must: "differ from `ingest.decimal`")
    }
  }

  private static func mapping(_ configuration: Configuration) throws(SettingsError) -> [Column: String] {
    var mapping: [Column: String] = [:]
    for column in Column.allCases {
      let parameter = IngestParameters.mapping(column)
      guard let source = configuration[parameter] else { continue }
      if let other = Column.allCases.first(where: { mapping[$0] == source }) {
        throw configuration.invalid(parameter, must: "differ from `ingest.mapping.\(other.rawValue)`")
      }
      mapping[column] = source
    }
    let values: [Column] = [.unitPrice, .lineTotal, .orderTotal].filter { mapping[$0] != nil }
    guard values.count <= 1 else {
      let first = "`ingest.mapping.\(values[0].rawValue)`"
      throw configuration.invalid(IngestParameters.mapping(values[1]), must: "be null because \(first) gives the value")
    }
    return mapping
  }

  private static func timezone(_ configuration: Configuration) throws(SettingsError) -> String? {
    guard let name = configuration[IngestParameters.timezone], TimeZone(identifier: name) == nil else {
      return configuration[IngestParameters.timezone]
    }
    let nearest = nearestName(to: name, in: TimeZone.knownTimeZoneIdentifiers)
    let example = nearest ?? "Europe/London"
    throw configuration.invalid(
      IngestParameters.timezone, must: "be a zone of the IANA database, such as \(example)")
  }
}
