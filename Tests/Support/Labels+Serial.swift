import Numerics
package import Retention

extension Labels {
  /// On one thread, by somebody who does not cancel.
  package func churn(of customers: [Int32], at snapshot: Snapshot, horizonDays: Int) -> [Double] {
    uncancelled { (context) throws(Cancelled) in
      try churn(of: customers, at: snapshot, horizonDays: horizonDays, context: context)
    }
  }

  package func lifetimeValue(of customers: [Int32], at snapshot: Snapshot, horizonDays: Int) -> [Double] {
    uncancelled { (context) throws(Cancelled) in
      try lifetimeValue(of: customers, at: snapshot, horizonDays: horizonDays, context: context)
    }
  }
}
