/// Which purchases and what revenue figures of customers are about.
package enum RevenueBasis: Sendable {
  /// As invoiced.
  case gross
  /// Less what was returned before the time at which customers are described; an order with nothing left is no order.
  case net(ReturnMatches)

  /// Whether returns come off purchases.
  package var isNet: Bool { if case .net = self { true } else { false } }

  /// The returns that come off purchases.
  func matches(of histories: CustomerHistories) -> ReturnMatches {
    switch self {
    case .gross: ReturnMatches(noneOf: histories.customerCount)
    case .net(let matches): matches
    }
  }
}
