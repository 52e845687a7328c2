/// After which purchases a customer may drop out.
package protocol DropoutChances: Sendable {
  static var modelName: String { get }
  /// Chances to drop out before the first repeat: 0 or 1.
  static var first: Int { get }
}

/// BG/NBD.
package enum DropoutAfterRepeats: DropoutChances {
  package static let modelName = "BG/NBD"
  package static let first = 0
}

/// MBG/NBD.
package enum DropoutAfterEveryPurchase: DropoutChances {
  package static let modelName = "MBG/NBD"
  package static let first = 1
}
