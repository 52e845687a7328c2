import Foundation
import Testing

@Suite("Data that is too thin")
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

  @Test("one customer")
  func oneCustomer() throws {
    let rows = (1...60).map { "\($0),a,\($0),2024-\(10 + $0 % 3)-\(10 + $0 % 18) 10:00,5,c1" }
    try workspace.write(Self.header + rows.joined(separator: "\n") + "\n", to: "one.csv")
    try expectThin("one.csv", says: ["not enough customers", "1", "clean and features can still run"])
  }

  @Test("one order")
  func oneOrder() throws {
    try workspace.write(Self.header + "1,a,1,2024-01-01 10:00,1,c1\n", to: "order.csv")
    try expectThin("order.csv", says: ["not enough customers", "1", "clean and features can still run"])
  }

  @Test("all on one day, and all alike")
  func oneDay() throws {
    let rows = (1...300).map { "\($0),a,1,2024-01-15 10:00,5,c\($0)" }.joined(separator: "\n")
    try workspace.write(Self.header + rows + "\n", to: "day.csv")
    try expectThin("day.csv", says: ["300", "clean and features can still run"])
  }

  @Test("all on one day, and each another")
  func oneDayVaried() throws {
    let rows = (1...300).map { "\($0),a,\($0 % 17 + 1),2024-01-15 10:00,\($0 % 13 + 1),c\($0)" }
    try workspace.write(Self.header + rows.joined(separator: "\n") + "\n", to: "day.csv")
    try expectThin(
      "day.csv", says: ["history", "90 days", "clean, features and segment can still run"], stages: ["segment"])
  }

  @Test("two months, where a label needs more")
  func shortHistory() throws {
    let rows = (1...400).map { number in
      "\(number),a\(number % 9),\(number % 17 + 1),2024-0\(number % 2 + 1)-\(10 + number % 18) 10:00,\(number % 13 + 1),"
        + "c\(number % 90)"
    }
    try workspace.write(Self.header + rows.joined(separator: "\n") + "\n", to: "short.csv")
    try expectThin(
      "short.csv", says: ["history", "90 days", "clean, features and segment can still run"], stages: ["segment"])
  }

  @Test("one line whose id no scoring day sees")
  func nobodyToScore() throws {
    try workspace.write(SampleShop.csv, to: "shop.csv")
    try expectRefusal(
      of: ["shop.csv"], in: workspace, with: ["--as-of", "2031-01-01"], code: 6, says: ["2031-01-01", "--as-of"])
  }

  /// `train` ends with 6; the stages that it says can still run do.
  private func expectThin(
    _ file: String, says parts: [String], stages: [String] = [], location: SourceLocation = #_sourceLocation
  ) throws {
    try expectRefusal(of: [file], in: workspace, code: 6, says: parts, location: location)
    for command in [["clean", "--data", file], ["features"]] + stages.map({ [$0] }) {
      let outcome = try workspace.run(command + ["--output", "thin", "--quiet"])
      #expect(outcome.exitCode == 0, "\(command[0]): \(outcome.errors)", sourceLocation: location)
    }
    let next = stages.isEmpty ? "segment" : "churn"
    let outcome = try workspace.run(next, "--output", "thin", "--quiet")
    expectFailure(outcome, code: 6, location: location)
  }
}
