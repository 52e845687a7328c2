import CivilTime
import Foundation
import Numerics
package import Retention
import Tables

/// A small synthetic shop whose order lines are determined by the seed.
package enum MadeShop {
  /// Monday 2020-01-06, in days since 1970-01-01.
  package static let firstDay: Int32 = 18_267

  /// Orders of customers who each have their own pace, mean spend, and probability of dropping out after an order.
  ///
  /// - Parameter days: days from the first line to the last; both days always have an order.
  package static func lines(customers: Int = 500, days: Int = 420, seed: UInt64 = 1) -> TransactionLines {
    var random = PhiloxGenerator(seed: seed)
    var lines = TransactionLines()
    func add(_ customer: Int, day: Double, spend: Double) {
      lines.customer.append(Int32(customer))
      lines.order.append(Int32(lines.count))
      lines.product.append(Int32(random.index(below: 20)))
      lines.time.append(Int64(firstDay) * Microseconds.day + Int64(day * Double(Microseconds.day)))
      lines.quantity.append(1)
      lines.unitPrice.append(spend)
      lines.isReturn.append(false)
    }
    for customer in 0..<customers {
      var day = random.uniform() * Double(days) * 0.7
      let (gap, mean, dropout) = (5 + 60 * random.uniform(), 10 * exp(2 * random.uniform()), 0.3 * random.uniform())
      while day < Double(days) {
        add(customer, day: day, spend: mean * exp(0.4 * random.normal()))
        if random.uniform() < dropout { break }
        day += 0.5 - gap * log(1 - random.uniform())
      }
    }
    add(0, day: 0, spend: 20)
    add(0, day: Double(days), spend: 20)
    lines.customerCount = customers
    return lines
  }

  /// The input of the model stages, made from `lines`.
  ///
  /// - Parameter given: features instead of those of the lines.
  package static func input(
    _ lines: TransactionLines, windowDays: Int = 180, valueHorizonDays: Int = 180,
    maxTrainingRows: Int? = nil, maxTestRows: Int? = nil, table given: FeatureTable? = nil
  ) -> ModelInput {
    let calendar = SnapshotCalendar(
      dataStart: lines.time.min() ?? 0, dataEnd: lines.time.max() ?? 0, minHistoryDays: 30)
    let (histories, orders, table) = uncancelled { (context) throws(Cancelled) in
      let histories = try CustomerHistories(sorting: lines, context: context)
      let orders = try OrderTimes(histories, context: context)
      let table = try FeatureSweep(windowDays: windowDays, minOrders: 1).features(
        of: histories, orders: orders, at: calendar.all, context: context)
      return (histories, orders, table)
    }
    return ModelInput(
      table: given ?? table, labels: Labels(histories: histories, orders: orders), calendar: calendar,
      idHashes: (0..<lines.customerCount).map { hash(customer: $0) }, valueHorizonDays: valueHorizonDays,
      maxTrainingRows: maxTrainingRows, maxTestRows: maxTestRows)
  }

  /// A stand-in for the hash of a customer's id, spread over all 64 bits.
  package static func hash(customer: Int) -> UInt64 { Philox(seed: 77).bits(stream: 0, counter: UInt64(customer)) }

  /// The same lines, except that those at or after `snapshot` get random customers and prices. Features up to the
  /// snapshot, and labels that end there, stay the same; labels of the snapshot itself do not.
  package static func scrambled(_ lines: TransactionLines, from snapshot: Snapshot, seed: UInt64) -> TransactionLines {
    var random = PhiloxGenerator(seed: seed)
    var scrambled = lines
    for line in 0..<lines.count where lines.time[line] >= snapshot.time {
      scrambled.customer[line] = Int32(random.index(below: lines.customerCount))
      scrambled.unitPrice[line] = 1 + 500 * random.uniform()
    }
    return scrambled
  }
}
