import Foundation
import TestSupport
import Testing

@Suite("Orders and lines in several files")
struct JoinTests {
  let workspace: Workspace

  init() throws {
    workspace = try Workspace()
    let cases = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("Fixtures/cases/orders-and-lines-in-two-files")
    for name in ["orders.csv", "order_details.csv"] {
      try workspace.write(Data(contentsOf: cases.appendingPathComponent(name)), to: name)
    }
  }

  private var mapping: [String] {
    ["--set", #"ingest.join=["orders.csv on order_id"]"#, "--set", "ingest.mapping.order_datetime=order_date"]
  }

  private func dryRun(_ arguments: [String]) throws -> Outcome {
    try workspace.run(["train", "--dry-run", "--json"] + arguments)
  }

  @Test("lines take customer and date from their order: three orders, four lines, 95.00, however the files are given")
  func joined() throws {
    for data in [
      ["--data", "orders.csv", "--data", "order_details.csv"], ["--data", "order_details.csv", "--data", "orders.csv"],
    ] {
      let outcome = try dryRun(data + mapping)
      #expect(outcome.exitCode == 0, "\(outcome.errors)")
      let document = try JSON(outcome.output)
      #expect(document.cleaning.cleaned.rows.integer == 4 && document.cleaning.cleaned.money.number == 95)
      #expect(outcome.errors.contains("joined orders.csv (3 rows) by order_id"), "\(outcome.errors)")
    }
  }

  @Test("inspect finds the key, and what it saves trains")
  func inspected() throws {
    let outcome = try workspace.run("inspect", "orders.csv", "order_details.csv", "--save-mapping", "m.json")
    #expect(outcome.exitCode == 0, "\(outcome.errors)")
    #expect(outcome.errors.contains("order_details.csv takes a row each of orders.csv by order_id"))
    #expect(
      try JSON(String(contentsOf: workspace.file("m.json"), encoding: .utf8)).join.array.map(\.text) == [
        "orders.csv on order_id"
      ])
    let trained = try dryRun(["--data", "orders.csv", "--data", "order_details.csv", "--mapping", "m.json"])
    #expect(try JSON(trained.output).cleaning.cleaned.money.number == 95, "\(trained.errors)")
  }

  @Test("a published run names both files, and lines cannot be added to it")
  func published() throws {
    let data = ["--data", "orders.csv", "--data", "order_details.csv", "--output", "runs"]
    let outcome = try workspace.run(["clean"] + data + mapping)
    #expect(outcome.exitCode == 0, "\(outcome.errors)")
    let inputs = try workspace.latest().json("run.json").inputs.array
    #expect(inputs.map { $0.path.text } == ["orders.csv", "order_details.csv"])
    #expect(inputs.map { $0.rows.integer } == [3, 4])
    try workspace.write("order_id,product_id,quantity,unit_price\n1,x,1,1\n", to: "more.csv")
    let appended = try workspace.run("clean", "--data", "more.csv", "--append-to", "latest", "--output", "runs")
    expectFailure(appended, code: 4, says: "joins files", "run train on all files")
  }

  @Test("a joined file that is not given, or that has two rows for a key, is an error, and nothing is published")
  func errors() throws {
    let alone = try workspace.run(["clean", "--data", "order_details.csv", "--output", "runs"] + mapping)
    expectFailure(alone, code: 4, says: "orders.csv", "--data")
    let orders = try String(contentsOf: workspace.file("orders.csv"), encoding: .utf8)
    let last = try #require(orders.split(separator: "\n").last)
    try workspace.write(orders + last + "\n", to: "orders.csv")
    let twice = try workspace.run(
      ["clean", "--data", "orders.csv", "--data", "order_details.csv", "--output", "runs"] + mapping)
    expectFailure(twice, code: 4, says: "orders.csv:5", "second time")
    #expect(!FileManager.default.fileExists(atPath: workspace.file("runs/latest").path))
  }
}
