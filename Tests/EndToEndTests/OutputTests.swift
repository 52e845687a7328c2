import Foundation
import Testing

@Suite("What is said, and where")
struct OutputTests {
  let workspace: Workspace

  init() throws {
    workspace = try Workspace()
    try workspace.write(SampleShop.csv, to: "shop.csv")
  }

  @Test("--json prints one JSON document on standard output and nothing else")
  func json() throws {
    let outcome = try workspace.run("clean", "--data", "shop.csv", "--json")
    #expect(outcome.exitCode == 0)
    let document = try JSON(outcome.output)
    #expect(document.run.text == (try workspace.latest().name))
    #expect(document.metrics.data.input_rows.integer == SampleShop.lineCount)
    #expect(outcome.errors.contains("clean"))
  }

  @Test("--json says nothing on standard output where a run fails")
  func jsonFailure() throws {
    let outcome = try workspace.run("train", "--data", "nothere.csv", "--json", "--quiet")
    expectFailure(outcome, code: 4, says: "nothere.csv")
    #expect(outcome.output.isEmpty)
  }

  @Test("--quiet keeps standard error empty")
  func quiet() throws {
    let outcome = try workspace.run("clean", "--data", "shop.csv", "--quiet")
    #expect(outcome.exitCode == 0)
    #expect(outcome.errors.isEmpty)
  }

  @Test("no progress, no cursor movement and no colour where there is no terminal")
  func noTerminal() throws {
    let outcome = try workspace.run("clean", "--data", "shop.csv")
    for sign in ["\r", "\u{1b}"] { #expect(!outcome.errors.contains(sign) && !outcome.output.contains(sign)) }
    #expect(!outcome.errors.isEmpty)
  }

  @Test("--dry-run writes nothing, and tells what would be removed")
  func dryRun() throws {
    let before = try FolderState(workspace.url)
    let text = try workspace.run("train", "--data", "shop.csv", "--dry-run")
    #expect(text.exitCode == 0)
    for reason in ["blank_customer_id", "unparsable_order_datetime", "unit_price_not_positive", "zero_quantity"] {
      #expect(text.output.contains(reason))
    }
    let json = try JSON(workspace.run("train", "--data", "shop.csv", "--dry-run", "--json").output)
    #expect(json.cleaning.removed.rows.integer == 4)
    #expect(try FolderState(workspace.url) == before)
  }

  @Test("--verbose adds details of an error, which are else left out")
  func verbose() throws {
    let plain = try workspace.run("train", "--data", "nothere.csv")
    let verbose = try workspace.run("train", "--data", "nothere.csv", "--verbose")
    #expect(plain.exitCode == 4 && verbose.exitCode == 4)
    #expect(plain.errorLines.count == 1)
    #expect(verbose.errorLines.count > 1)
  }

  @Test(
    "colour on a terminal, and none with NO_COLOR or --color never; --color always wins",
    arguments: [
      ([], [:], true), ([], ["NO_COLOR": "1"], false), (["--color", "never"], [:], false),
      (["--color", "always"], ["NO_COLOR": "1"], true), ([], ["TERM": "dumb"], false),
    ])
  func color(options: [String], environment: [String: String], isColoured: Bool) throws {
    let terminal = try PseudoTerminal()
    let program = try RunningProgram(
      ["train", "--data", "nothere.csv"] + options, in: workspace.url, environment: environment,
      standardError: terminal.end)
    #expect(try program.wait().exitCode == 4)
    let text = terminal.text()
    #expect(text.contains("nothere.csv"))
    #expect(text.contains("\u{1b}[") == isColoured)
  }

  @Test("a reader that goes away is no failure")
  func brokenPipe() throws {
    let script = "\"$0\" --help | head -c 1 >/dev/null; exit ${PIPESTATUS[0]}"
    let pipe = try RunningProgram(
      [
        "bash", "-c", "set -o pipefail; \"$0\" train --data shop.csv --json --quiet | :; exit ${PIPESTATUS[0]}",
        Program.url.path,
      ],
      in: workspace.url, program: URL(fileURLWithPath: "/usr/bin/env")
    ).wait()
    #expect(pipe.exitCode == 0, "\(pipe.errors)")
    #expect(pipe.errors.isEmpty)
    // The run was published all the same.
    #expect(FileManager.default.fileExists(atPath: try workspace.latest().file("run.json").path))
    let help = try RunningProgram(
      ["bash", "-c", script, Program.url.path], in: workspace.url, program: URL(fileURLWithPath: "/usr/bin/env")
    ).wait()
    #expect(help.exitCode == 0 && help.errors.isEmpty)
  }

  @Test("a disk that is full is code 11")
  func fullDisk() throws {
    let outcome = try RunningProgram(
      ["bash", "-c", "\"$0\" config show > /dev/full", Program.url.path], in: workspace.url,
      program: URL(fileURLWithPath: "/usr/bin/env")
    ).wait()
    expectFailure(outcome, code: 11, says: "no space left")
  }
}
