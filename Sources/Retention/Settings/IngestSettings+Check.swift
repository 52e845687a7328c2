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
    for setting in [($keep, keep), ($drop, drop)] where setting.1.contains(where: { ColumnCondition($0) == nil }) {
      throw configuration.invalid(setting.0, must: "hold conditions such as `status = cancelled | refunded`")
    }
    guard join.allSatisfy({ JoinClause($0) != nil }) else {
      throw configuration.invalid($join, must: "hold clauses such as `orders.csv on order_id`")
    }
    guard exchangeRates.allSatisfy({ ExchangeRate($0) != nil }) else {
      throw configuration.invalid($exchangeRates, must: "hold rates above zero such as `EUR = 1.08`")
    }
    guard currency == nil || exchangeRates.isEmpty else {
      throw configuration.invalid($currency, must: "be null where `ingest.exchange_rates` converts")
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
