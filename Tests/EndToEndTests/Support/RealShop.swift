import Foundation
import TestSupport

enum RealShop {
  static var file: String { RealData.onlineRetail?.path ?? "" }
  static var isThere: Bool { RealData.onlineRetail != nil }
}
