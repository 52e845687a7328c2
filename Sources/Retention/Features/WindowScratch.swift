/// Working memory of the kernel, large enough for the customer with most lines so far.
final class WindowScratch {
  private(set) var capacity = 0
  /// Marks what occurs in the current window.
  private(set) var mark: Int32 = 0

  // By local order: the mark of the window that has it, and its place among the orders of that window.
  private(set) var orderMarks = UnsafeMutablePointer<Int32>.allocate(capacity: 0)
  private(set) var orderPlaces = UnsafeMutablePointer<Int32>.allocate(capacity: 0)
  // By local product: the mark of the window that has it, and its revenue there.
  private(set) var productMarks = UnsafeMutablePointer<Int32>.allocate(capacity: 0)
  private(set) var productRevenue = UnsafeMutablePointer<Double>.allocate(capacity: 0)
  /// Local products of the window, in order of appearance.
  private(set) var products = UnsafeMutablePointer<Int32>.allocate(capacity: 0)
  // By order of the window, ascending by time.
  private(set) var time = UnsafeMutablePointer<Int64>.allocate(capacity: 0)
  private(set) var revenue = UnsafeMutablePointer<Double>.allocate(capacity: 0)
  private(set) var items = UnsafeMutablePointer<Double>.allocate(capacity: 0)
  private(set) var gaps = UnsafeMutablePointer<Double>.allocate(capacity: 0)
  private(set) var revenueByBucket: [Double] = []
  private(set) var ordersByBucket: [Double] = []

  deinit { free() }

  private func free() {
    orderMarks.deallocate()
    orderPlaces.deallocate()
    productMarks.deallocate()
    productRevenue.deallocate()
    products.deallocate()
    time.deallocate()
    revenue.deallocate()
    items.deallocate()
    gaps.deallocate()
  }

  func begin(lines: Int, buckets: Int) {
    mark &+= 1
    if lines > capacity || mark == .max { grow(to: max(lines, capacity) * 2) }
    if revenueByBucket.count != buckets {
      revenueByBucket = [Double](repeating: 0, count: buckets)
      ordersByBucket = revenueByBucket
    }
  }

  func withBuckets(_ body: (_ revenue: inout [Double], _ orders: inout [Double]) -> Void) {
    body(&revenueByBucket, &ordersByBucket)
  }

  private func grow(to count: Int) {
    free()
    capacity = max(64, count)
    mark = 1
    orderMarks = .allocate(capacity: capacity)
    orderMarks.initialize(repeating: 0, count: capacity)
    orderPlaces = .allocate(capacity: capacity)
    productMarks = .allocate(capacity: capacity)
    productMarks.initialize(repeating: 0, count: capacity)
    productRevenue = .allocate(capacity: capacity)
    products = .allocate(capacity: capacity)
    time = .allocate(capacity: capacity)
    revenue = .allocate(capacity: capacity)
    items = .allocate(capacity: capacity)
    gaps = .allocate(capacity: capacity)
  }
}
