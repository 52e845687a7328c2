import Foundation
import Testing

@Suite("Several inputs")
struct InputListTests {
  let workspace: Workspace

  init() throws { workspace = try Workspace() }

  private let header = "customer_id,order_id,product_id,order_datetime,quantity,unit_price\n"

  private func write(_ name: String, _ customer: String, price: String = "2.50") throws {
    let file = workspace.file(name)
    try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try workspace.write(header + "\(customer),o\(customer),p,2024-01-01,1,\(price)\n", to: name)
  }

  private func inputs() throws -> [String] {
    let run = try workspace.latest().json("run.json")
    return run["inputs"].array.compactMap { $0["path"].text }
  }

  @Test("a folder stands for its tables, by name; what is hidden, half written or below is passed over")
  func folder() throws {
    let names = ["b.csv", "a.CSV", "sub/c.csv", ".hidden.csv", "d.csv.part", "~$e.csv", "notes.md"]
    for (index, name) in names.enumerated() { try write("in/" + name, "c\(index)") }
    let outcome = try workspace.run("clean", "--data", "in")
    #expect(outcome.exitCode == 0, "\(outcome.errors)")
    #expect(try inputs() == ["in/a.CSV", "in/b.csv"])
    #expect(outcome.errors.contains("passed over in in: d.csv.part, notes.md, sub, ~$e.csv"), "\(outcome.errors)")
  }

  @Test("something else in a folder of exports is named, with the way to leave it out")
  func stranger() throws {
    try write("in/a.csv", "a")
    try workspace.write("Exports of the shop\nsince 2020\n", to: "in/README.txt")
    let outcome = try workspace.run("clean", "--data", "in", "--quiet")
    expectFailure(outcome, code: 4, says: "in/README.txt", "--mapping", "leave it out", "folder/*.csv")
    #expect(try workspace.run("clean", "--data", "in/*.csv", "--quiet").exitCode == 0)
    let check = try workspace.run("validate", "--data", "in", "--quiet")
    expectFailure(check, code: 5, says: "missing_columns", "in/README.txt", "leave it out")
  }

  @Test("files without their option, and an option without need, are told the other form")
  func otherForm() throws {
    try write("a.csv", "a")
    expectFailure(try workspace.run("train", "a.csv"), code: 2, says: "did you mean '--data a.csv'?")
    expectFailure(try workspace.run("inspect", "--data", "a.csv"), code: 2, says: "'--data'", "without it")
  }

  @Test("a pattern stands for what it matches, by name, and a file of that very name for itself")
  func pattern() throws {
    for name in ["in/2.csv", "in/1.csv", "in/3.tsv", "in/[x].csv"] { try write(name, name) }
    #expect(try workspace.run("clean", "--quiet", "--data", "in/[0-9].csv").exitCode == 0)
    #expect(try inputs() == ["in/1.csv", "in/2.csv"])
    #expect(try workspace.run("clean", "--quiet", "--data", "in/[x].csv", "--data", "in/*.tsv").exitCode == 0)
    #expect(try inputs() == ["in/[x].csv", "in/3.tsv"])
  }

  @Test("a folder without tables, and a pattern without matches")
  func nothing() throws {
    try FileManager.default.createDirectory(at: workspace.file("none"), withIntermediateDirectories: true)
    let empty = try workspace.run("clean", "--data", "none", "--quiet")
    expectFailure(empty, code: 4, says: "none", "holds nothing", ".csv")
    try write("none/notes.md", "x")
    let other = try workspace.run("clean", "--data", "none", "--quiet")
    expectFailure(other, code: 4, says: "none", "no table by its name")
    let pattern = try workspace.run("clean", "--data", "none/*.csv", "--quiet")
    expectFailure(pattern, code: 4, says: "none/*.csv", "no file matches")
  }

  @Test("a file given twice counts once, by its path, as a link, and by its content")
  func twice() throws {
    try write("a.csv", "a")
    try write("b.csv", "b")
    try FileManager.default.copyItem(at: workspace.file("a.csv"), to: workspace.file("copy.csv"))
    try FileManager.default.createSymbolicLink(
      atPath: workspace.file("link.csv").path, withDestinationPath: "a.csv")
    let outcome = try workspace.run("clean", "--data", "a.csv", "b.csv", "./a.csv", "copy.csv", "link.csv", "b.csv")
    #expect(outcome.exitCode == 0, "\(outcome.errors)")
    #expect(try inputs() == ["a.csv", "b.csv"])
    #expect(outcome.errors.contains("warning: copy.csv holds the same bytes as a.csv; they are counted once"))
    #expect(outcome.errors.contains("warning: link.csv is the same file as a.csv; it is counted once"))
    #expect(outcome.errors.contains("warning: b.csv is given twice; it is counted once"))
    #expect(outcome.output.contains("2 usable of 2 lines"))
    let dry = try workspace.run("clean", "--data", "a.csv", "copy.csv", "--dry-run")
    #expect(dry.errors.contains("copy.csv holds the same bytes") && dry.output.contains("2.50"))
  }

  @Test("files in other dialects and column orders are one input")
  func dialects() throws {
    try write("a.csv", "a", price: "2.50")
    try workspace.write(
      "unit_price;quantity;customer_id;order_id;product_id;order_datetime\n\"1.003,50\";1;b;2;q;2024-01-02\n",
      to: "b.csv")
    let outcome = try workspace.run("clean", "--data", "a.csv", "b.csv", "--dry-run")
    #expect(outcome.exitCode == 0, "\(outcome.errors)")
    #expect(outcome.output.contains("1006.00"), "\(outcome.output)")
    #expect(outcome.errors.contains("b.csv: CSV, separated by semicolons, ASCII; numbers as 1.234,56"))
  }
}
