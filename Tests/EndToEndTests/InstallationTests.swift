import Foundation
import TestSupport
import Testing

@Suite("Installed: on the path, with help, completions and a manual page")
struct InstallationTests {
  let workspace: Workspace

  init() throws { workspace = try Workspace() }

  private static let repository = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  @Test("the script installs a program that runs from elsewhere, and removes all of it")
  func installs() throws {
    let script = Self.repository.appendingPathComponent("Scripts/install.sh").path
    let prefix = workspace.file("prefix").path
    let installed = try workspace.system("bash", script, Program.url.path, prefix)
    #expect(installed.exitCode == 0, "\(installed.errors)")
    #expect(installed.output.contains("not on your PATH"))
    let program = URL(fileURLWithPath: prefix).appendingPathComponent("bin/retention-fast")
    try workspace.write(SampleShop.csv, to: "shop.csv")
    let run = try RunningProgram(
      ["clean", "--data", "shop.csv", "--dry-run", "--config", "former-models"], in: workspace.url, program: program
    ).wait()
    #expect(run.exitCode == 0, "\(run.errors)")
    for path in [
      "share/man/man1/retention-fast.1", "share/bash-completion/completions/retention-fast",
      "share/zsh/site-functions/_retention-fast", "share/fish/vendor_completions.d/retention-fast.fish",
    ] {
      #expect(try !String(contentsOf: workspace.file("prefix/\(path)"), encoding: .utf8).isEmpty, "\(path)")
    }
    let removed = try workspace.system("bash", script, "--remove", prefix)
    #expect(removed.exitCode == 0)
    let left = try FileManager.default.subpathsOfDirectory(atPath: prefix)
    #expect(left.allSatisfy { !$0.contains("retention-fast") }, "\(left)")
  }

  @Test(
    "bash completes commands, options, choices and files",
    arguments: [
      (["tr"], "train"), (["config", "sh"], "show"), (["train", "--append"], "--append-to"),
      (["train", "--color", "al"], "always"), (["train", "--data", "sho"], "shop.csv"),
      (["inspect", "sho"], "shop.csv"),
      (["bench", "g"], "gbdt"), (["train", "--seed", ""], ""),
    ])
  func bash(words: [String], expected: String) throws {
    try workspace.write("", to: "shop.csv")
    try workspace.write(try workspace.run("completions", "bash").output, to: "completion.bash")
    let list = (["retention-fast"] + words).map { "'\($0)'" }.joined(separator: " ")
    try workspace.write(
      """
      source ./completion.bash
      COMP_WORDS=(\(list)); COMP_CWORD=\(words.count)
      _retention_fast
      echo "${COMPREPLY[*]}"
      """, to: "try.bash")
    let outcome = try workspace.system("bash", "try.bash")
    #expect(outcome.errors.isEmpty, "\(outcome.errors)")
    #expect(outcome.output.split(separator: "\n").map(String.init).first ?? "" == expected)
  }

  @Test(
    "help of a command is that of its option; an unknown shell is named",
    arguments: [["train"], ["config", "show"], []])
  func help(path: [String]) throws {
    let help = try workspace.run(["help"] + path)
    let option = try workspace.run(path + ["--help"])
    #expect(help.exitCode == 0 && help.output == option.output)
    expectFailure(try workspace.run("completions", "tcsh"), code: 2, says: "tcsh", "bash, zsh, fish")
  }

  @Test("the manual page has every command, option and exit code, and no line that begins as a request by accident")
  func manual() throws {
    let page = try workspace.run("man").output
    for part in [".SH NAME", "campaign plan", "\\-\\-append\\-to", ".SH EXIT CODES", "config show"] {
      #expect(page.contains(part), "\(part)")
    }
    let requests: Set<String> = [".TH", ".SH", ".SS", ".TP", ".PP", ".nf", ".fi", ".RS", ".RE", ".B", ".I"]
    for line in page.split(separator: "\n") where line.hasPrefix(".") || line.hasPrefix("'") {
      #expect(requests.contains(String(line.split(separator: " ")[0])), "\(line)")
    }
  }
}
