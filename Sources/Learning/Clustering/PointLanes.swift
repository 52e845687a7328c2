/// Sixteen floats side by side: a group of sixteen points, one feature of each.
typealias PointLanes = SIMD16<Float>

/// A group of points in memory: sixteen floats of the first feature, and after `stride` floats those of the next.
struct PointGroup {
  let base: UnsafePointer<Float>
  let stride: Int

  @inline(__always)
  subscript(feature: Int) -> PointLanes {
    UnsafeRawPointer(base + feature * stride).loadUnaligned(as: PointLanes.self)
  }
}

/// A number of features that the compiler knows, so that a group stays in registers; 0 stands for any number.
enum FeatureCount<let fixed: Int> {
  @inline(__always)
  static func squaredDistance(_ group: PointGroup, _ centroid: UnsafePointer<Float>, _ features: Int) -> PointLanes {
    var distance = PointLanes()
    for feature in 0..<(fixed > 0 ? fixed : features) {
      let difference = group[feature] - centroid[feature]
      distance.addProduct(difference, difference)
    }
    return distance
  }
}

/// Sixteen values from `start` on; past `count` they are 0.
@inline(__always)
func loadLanes(_ values: UnsafeBufferPointer<Float>, _ start: Int, _ count: Int) -> PointLanes {
  if count == PointLanes.scalarCount {
    return UnsafeRawPointer(values.baseAddress! + start).loadUnaligned(as: PointLanes.self)
  }
  var lanes = PointLanes()
  for lane in 0..<count { lanes[lane] = values[start + lane] }
  return lanes
}

/// Sum of the first `count` lanes, in `Double`.
@inline(__always)
func laneSum(_ lanes: PointLanes, _ count: Int) -> Double {
  if count == PointLanes.scalarCount {
    let low = SIMD8<Double>(lanes.lowHalf)
    return (low + SIMD8<Double>(lanes.highHalf)).sum()
  }
  return (0..<count).reduce(0.0) { $0 + Double(lanes[$1]) }
}

/// The least lane, by halves: the library's `min` is compiled lane by lane.
@inline(__always)
func leastLane(_ lanes: PointLanes) -> Float {
  let eight = lanes.lowHalf.replacing(with: lanes.highHalf, where: lanes.highHalf .< lanes.lowHalf)
  let four = eight.lowHalf.replacing(with: eight.highHalf, where: eight.highHalf .< eight.lowHalf)
  let two = four.lowHalf.replacing(with: four.highHalf, where: four.highHalf .< four.lowHalf)
  return two.y < two.x ? two.y : two.x
}
