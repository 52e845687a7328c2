extension ExecutionContext {
  /// Sorts runs of elements side by side and merges them in pairs: one call of `sort` on millions of elements could not
  /// be stopped.
  ///
  /// - Parameter precedes: a strict weak order; elements that are equal by it keep their order.
  /// - Returns: the same for any number of threads.
  @inlinable
  public func sorted<Element: Sendable>(
    _ elements: [Element], by precedes: @Sendable (Element, Element) -> Bool
  ) throws(Cancelled) -> [Element] {
    var runs = try mapChunks(of: elements.count, chunkSize: 1 << 15) { run in elements[run].sorted(by: precedes) }
    while runs.count > 1 {
      let pairs = runs
      runs = try map((pairs.count + 1) / 2) { pair in
        2 * pair + 1 < pairs.count ? mergedRuns(pairs[2 * pair], pairs[2 * pair + 1], precedes) : pairs[2 * pair]
      }
    }
    return runs.first ?? []
  }

  /// Two sorted runs as one, the first one's elements first among equals; ends early where a stop is requested.
  ///
  /// Inlined, so that the comparison is too: a call would cost as much as the comparison.
  @inlinable @inline(__always)
  public func mergedRuns<Element>(
    _ first: [Element], _ second: [Element], _ precedes: (Element, Element) -> Bool
  ) -> [Element] {
    [Element](unsafeUninitializedCapacity: first.count + second.count) { target, initialized in
      var (left, right) = (0, 0)
      for place in 0..<first.count + second.count {
        if place % (1 << 16) == 0 && cancellation.isRequested {
          initialized = place
          return
        }
        let takesRight = left == first.count || right < second.count && precedes(second[right], first[left])
        target.initializeElement(at: place, to: takesRight ? second[right] : first[left])
        if takesRight { right += 1 } else { left += 1 }
      }
      initialized = first.count + second.count
    }
  }
}
