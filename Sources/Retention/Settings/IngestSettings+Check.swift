import Foundation
package import Settings
import Tables
import Text

extension IngestSettings {
  package func check(_ configuration: Configuration) throws(SettingsError) {
    if let timezone, TimeZone(identifier: timezone) == nil {
      let nearest = nearestName(to: timezone, in: TimeZone.knownTimeZoneIdentifiers) ?? "Europe/London"
      throw configuration.invalid($timezone, must: "be a zone of the IANA database, such as \(nearest)")
    }
    if orderIs != .column, mapping[.orderID] != nil {
      throw configuration.invalid($statedOrders, must: "be column because `ingest.mapping.order_id` names one")
    }
    guard (separator.stated, decimal.stated) != (.comma, .comma) else {
      throw configuration.invalid($decimal, must: "differ from `ingest.separator`")
    }
    let marks = (decimal.stated, thousands.stated)
    guard marks != (.comma, .comma), marks != (.point, .point) else {
      throw configuration.invalid($thousands, must: "differ from `ingest.decimal`")
    }
  }
}
