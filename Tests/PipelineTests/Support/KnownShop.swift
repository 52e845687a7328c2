import CivilTime
import Foundation
import Pipeline
import Retention
import Runs
import TestSupport

/// A shop by hand: whoever orders does so on the 5th of a month at 10:00, one item at 10.00, from January 2010 to
/// December 2011. What each stage must find in it can be counted on paper.
enum KnownShop {
  /// Groups of customers by their months, 0 for January 2010, and the items of each order.
  static let groups: [(name: String, customers: Int, months: ClosedRange<Int>, items: Int)] = [
    ("loyal", 60, 0...23, 1),
    ("lapsed", 20, 0...19, 1),  // last order on 2011-08-05
    ("lost2011", 40, 0...15, 1),  // last order on 2011-04-05
    ("lost2010", 40, 0...5, 1),  // last order on 2010-06-05
    ("new", 40, 22...22, 3),  // their only order on 2011-11-05
  ]

  /// Lines that cleaning is to remove: two of nobody, one for nothing.
  static let flaws = [
    ",x1,item,2011-02-01 09:00:00,1,10", ",x2,item,2011-02-02 09:00:00,2,10", "loyal0,x3,item,2011-02-03 09:00:00,1,0",
  ]

  static var csv: String {
    var lines = ["customer_id,order_id,product_id,order_datetime,quantity,unit_price"]
    for group in groups {
      for customer in 0..<group.customers {
        for month in group.months {
          let date = "\(2010 + month / 12)-\(month % 12 < 9 ? "0" : "")\(month % 12 + 1)-05 10:00:00"
          lines.append("\(group.name)\(customer),\(group.name)\(customer)m\(month),item,\(date),\(group.items),10")
        }
      }
    }
    return (lines + flaws).joined(separator: "\n") + "\n"
  }

  static let yaml = """
    run: {as_of: "2012-01-01"}
    segmentation: {n_clusters: 3, n_init: 2, bootstrap_samples: 2}
    churn: {horizon_days: 90}
    clv: {horizon_days: 90}
    allocation:
      budget: 1
      margin: 1
      holdout_share: 0
      never_discount: []
      tiers: [{name: note, cost: 0.1, success_rate: 0.5, channel: email, kind: non_discount}]
    reports: {leak_spend_quantile: 0.25}
    """
}
