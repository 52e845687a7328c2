public import Numerics

/// Order lines sorted by customer, then time, then order, then place in the source: the one order in which features,
/// labels and summaries read them.
public struct CustomerHistories: Sendable {
  /// Lines of customer `c`: `offsets[c]..<offsets[c + 1]`.
  public let offsets: [Int]
  public let lines: TransactionLines
  /// The order of each line among the orders of its customer, dense from 0.
  public let localOrder: [Int32]
  /// The product of each line among the products of its customer, dense from 0; lines without a product share one.
  public let localProduct: [Int32]
  /// Whether each line is the first purchase line of its order, the one that gives the order its time.
  public let beginsOrder: [Bool]

  public var customerCount: Int { offsets.count - 1 }

  /// Sorts `lines`; customers are independent, so they are sorted in parallel.
  ///
  /// - Parameter lines: in any order; the result is the same for any order of lines that differ in (time, order).
  public init(sorting lines: TransactionLines, parallelism: Parallelism) {
    let offsets = Self.offsets(of: lines)
    let permutation = Self.permutation(of: lines, offsets: offsets, parallelism: parallelism)
    self.offsets = offsets
    self.lines = lines.permuted(by: permutation, parallelism: parallelism)
    localOrder = Self.localCodes(self.lines.order, offsets: offsets, parallelism: parallelism)
    localProduct = Self.localCodes(self.lines.product, offsets: offsets, parallelism: parallelism)
    beginsOrder = Self.orderBeginnings(self.lines, localOrder, offsets: offsets, parallelism: parallelism)
  }
}

extension CustomerHistories {
  /// Customers a task: enough lines to hide scheduling, few enough to balance wholesalers.
  static let customersAChunk = 128

  private static func offsets(of lines: TransactionLines) -> [Int] {
    var offsets = [Int](repeating: 0, count: lines.customerCount + 1)
    for customer in lines.customer { offsets[Int(customer) + 1] += 1 }
    for customer in 0..<lines.customerCount { offsets[customer + 1] += offsets[customer] }
    return offsets
  }

  /// Counting sort by customer (stable), then a sort inside each customer.
  private static func permutation(
    of lines: TransactionLines, offsets: [Int], parallelism: Parallelism
  ) -> [Int32] {
    var next = offsets
    var permutation = [Int32](repeating: 0, count: lines.count)
    for line in 0..<lines.count {
      let customer = Int(lines.customer[line])
      permutation[next[customer]] = Int32(line)
      next[customer] += 1
    }
    permutation.withUnsafeMutableBufferPointer { permutation in
      nonisolated(unsafe) let permutation = permutation
      lines.time.withUnsafeBufferPointer { time in
        lines.order.withUnsafeBufferPointer { order in
          nonisolated(unsafe) let (time, order) = (time, order)
          parallelism.forEachChunk(of: lines.customerCount, chunkSize: customersAChunk) { customers in
            for customer in customers {
              let range = offsets[customer]..<offsets[customer + 1]
              guard range.count > 1 else { continue }
              var own = UnsafeMutableBufferPointer(rebasing: permutation[range])
              own.sort { first, second in
                let (a, b) = (Int(first), Int(second))
                if time[a] != time[b] { return time[a] < time[b] }
                if order[a] != order[b] { return order[a] < order[b] }
                return a < b
              }
            }
          }
        }
      }
    }
    return permutation
  }

  /// Renumbers codes inside each customer, dense from 0, in the order of first occurrence.
  private static func localCodes(_ codes: [Int32], offsets: [Int], parallelism: Parallelism) -> [Int32] {
    var local = [Int32](repeating: 0, count: codes.count)
    local.withUnsafeMutableBufferPointer { local in
      nonisolated(unsafe) let local = local
      parallelism.forEachChunk(of: offsets.count - 1, chunkSize: customersAChunk) { customers in
        var seen: [Int32: Int32] = [:]
        for customer in customers {
          seen.removeAll(keepingCapacity: true)
          for line in offsets[customer]..<offsets[customer + 1] {
            let fresh = Int32(seen.count)
            let code = codes[line]
            if let known = seen[code] {
              local[line] = known
            } else {
              seen[code] = fresh
              local[line] = fresh
            }
          }
        }
      }
    }
    return local
  }

  private static func orderBeginnings(
    _ lines: TransactionLines, _ localOrder: [Int32], offsets: [Int], parallelism: Parallelism
  ) -> [Bool] {
    var begins = [Bool](repeating: false, count: lines.count)
    begins.withUnsafeMutableBufferPointer { begins in
      nonisolated(unsafe) let begins = begins
      parallelism.forEachChunk(of: offsets.count - 1, chunkSize: customersAChunk) { customers in
        var hasBegun: [Bool] = []
        for customer in customers {
          hasBegun.removeAll(keepingCapacity: true)
          for line in offsets[customer]..<offsets[customer + 1] {
            let order = Int(localOrder[line])
            while hasBegun.count <= order { hasBegun.append(false) }
            guard !lines.isReturn[line], !hasBegun[order] else { continue }
            begins[line] = true
            hasBegun[order] = true
          }
        }
      }
    }
    return begins
  }
}

extension TransactionLines {
  /// Line `permutation[i]` becomes line `i`.
  func permuted(by permutation: [Int32], parallelism: Parallelism) -> TransactionLines {
    func gather<Element: Sendable>(_ source: [Element]) -> [Element] {
      [Element](unsafeUninitializedCapacity: source.count) { target, initialized in
        nonisolated(unsafe) let base = target.baseAddress
        parallelism.forEachChunk(of: source.count, chunkSize: 1 << 16) { lines in
          for line in lines { (base! + line).initialize(to: source[Int(permutation[line])]) }
        }
        initialized = source.count
      }
    }
    return TransactionLines(
      customer: gather(customer), order: gather(order), product: gather(product), time: gather(time),
      quantity: gather(quantity), unitPrice: gather(unitPrice), isReturn: gather(isReturn),
      customerCount: customerCount)
  }
}
