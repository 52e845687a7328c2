import Numerics
import Retention
import Testing

@Suite("Transaction lines")
struct TransactionLinesTests {
  @Test("span from the first to the last time, in whatever order they come; none have no span")
  func span() throws {
    var shop = Shop()
    for (order, time) in [30, -5, 12, 30].enumerated() { shop.add(0, order: Int32(order), at: Int64(time)) }
    let span = try #require(try shop.lines.timeSpan(context: .serial))
    #expect(span.first == -5 && span.last == 30)
    #expect(try TransactionLines().timeSpan(context: .serial) == nil)
  }

  @Test("spans of many blocks are combined")
  func blocks() throws {
    let times = (0..<300_000).map { Int64($0 * 7_919 % 300_007) }
    let lines = TransactionLines(
      customer: times.map { _ in 0 }, order: times.map { _ in 0 }, product: times.map { _ in 0 }, time: times,
      quantity: times.map { _ in 1 }, unitPrice: times.map { _ in 1 }, isReturn: times.map { _ in false },
      customerCount: 1)
    let span = try #require(try lines.timeSpan(context: .threads(3)))
    #expect(span.first == times.min() && span.last == times.max())
  }
}
