import Foundation
import Testing

/// `VerdictTests` has data that is too thin for some stages only.
@Suite("Data that is too thin for any run")
struct ThinDataTests {
  let workspace: Workspace

  init() throws { workspace = try Workspace() }

  private static let header = "InvoiceNo,StockCode,Quantity,InvoiceDate,UnitPrice,CustomerID\n"

  @Test("nobody has a customer id")
  func blankCustomers() throws {
    let rows = (1...60).map { "\($0),a,1,2024-01-01 10:00,1," }.joined(separator: "\n")
    try workspace.write(Self.header + rows + "\n", to: "blank.csv")
    try expectRefusal(
      of: ["blank.csv"], in: workspace, code: 6,
      says: ["no usable rows", "60", "blank_customer_id", "retention-fast validate"])
  }

  @Test("a scoring day, named by somebody, that nobody ordered before")
  func nobodyToScore() throws {
    try workspace.write(SampleShop.csv, to: "shop.csv")
    try expectRefusal(
      of: ["shop.csv"], in: workspace, with: ["--as-of", "2031-01-01"], code: 6, says: ["2031-01-01", "--as-of"])
  }
}
