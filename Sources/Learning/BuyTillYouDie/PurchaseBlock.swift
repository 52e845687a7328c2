import Numerics

/// Eight histories side by side, times in the unit of a fit; those that only fill a block up have weight 0.
package struct PurchaseBlock: Sendable {
  var repeats: Lanes
  var recency: Lanes
  var age: Lanes
  var weight: Lanes
}
