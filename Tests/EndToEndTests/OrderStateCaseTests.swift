import Foundation
import TestSupport
import Testing

@Suite("Files from the field: cancelled orders, nobody's orders, several currencies")
struct OrderStateCaseTests {
  let workspace: Workspace

  init() throws { workspace = try Workspace() }

  /// Copies a file of a case into the workspace.
  private func file(_ name: String, of folder: String) throws -> String {
    let cases = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("Fixtures/cases/\(folder)/\(name)")
    return try workspace.write(Data(contentsOf: cases), to: name)
  }

  /// Money of the kept lines of a dry run.
  private func kept(_ file: String, _ options: String...) throws -> (rows: Int, money: Double, outcome: Outcome) {
    let outcome = try workspace.run(["train", "--data", file, "--dry-run", "--json"] + options)
    #expect(outcome.exitCode == 0, "\(outcome.errors)")
    let document = try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any]
    let cleaning = try #require(document?["cleaning"] as? [String: Any], "\(outcome.output)")
    let cleaned = try #require(cleaning["cleaned"] as? [String: Any])
    return (try #require(cleaned["rows"] as? Int), try #require(cleaned["money"] as? Double), outcome)
  }

  @Test("ids that begin with C and are no cancellations", arguments: [("orders.csv", 5, 130.0), ("hex.csv", 4, 60.0)])
  func prefix(name: String, rows: Int, money: Double) throws {
    let found = try kept(try file(name, of: "order-ids-that-begin-with-c"))
    #expect(found.rows == rows && found.money == money)
    #expect(found.outcome.errors.contains("begin with 'C' and count like all others"), "\(found.outcome.errors)")
  }

  @Test("words for a blank customer", arguments: ["orders_NULL.csv", "orders_nan.csv"])
  func nullWords(name: String) throws {
    let found = try kept(try file(name, of: "placeholder-customers"))
    #expect(found.rows == 32 && found.outcome.errors.contains("8 cells of customer_id taken for blank"))
  }

  @Test("customer 0 stops the run, which names how to blank or keep it; both work")
  func placeholder() throws {
    let name = try file("orders_0.csv", of: "placeholder-customers")
    let refused = try workspace.run("train", "--data", name, "--output", "runs", "--quiet")
    expectFailure(
      refused, code: 5, says: "placeholder_customer", "'0'", "ingest.blank_customers", "ingest.keep_customers")
    #expect(try kept(name, "--set", #"ingest.blank_customers=["0"]"#).rows == 32)
    #expect(try kept(name, "--set", #"ingest.keep_customers=["0"]"#).rows == 40)
  }

  @Test("a column of states: told with its money, and left out with the line that is named")
  func states() throws {
    let name = try file("orders.csv", of: "status-column")
    let ignored = try kept(name)
    #expect(ignored.money == 150)
    let condition = #"ingest.drop=["status = cancelled | refunded"]"#
    #expect(ignored.outcome.errors.contains(condition) && ignored.outcome.errors.contains("100.00"))
    let dropped = try kept(name, "--set", condition)
    #expect(dropped.rows == 2 && dropped.money == 50)
    #expect(!dropped.outcome.errors.contains("ignored_status"))
  }

  @Test("several currencies of a column: refused, and one can be kept")
  func currencies() throws {
    let name = try file("orders.csv", of: "currency-column")
    expectFailure(
      try workspace.run("train", "--data", name, "--output", "runs", "--quiet"), code: 4,
      says: "USD, EUR and JPY", "'currency'", "ingest.currency", "ingest.exchange_rates")
    let outcome = try kept(name, "--set", "ingest.currency=EUR").outcome
    #expect(outcome.errors.contains("only lines in EUR count"))
  }
}
