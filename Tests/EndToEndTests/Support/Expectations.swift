import Foundation
import Testing

/// Checks that a program failed as the contract says: with this code, in exactly one sentence that holds `parts`.
func expectFailure(
  _ outcome: Outcome, code: Int32, says parts: String..., location: SourceLocation = #_sourceLocation
) {
  #expect(outcome.exitCode == code, "\(outcome.errors)", sourceLocation: location)
  guard let sentence = outcome.sentence else {
    Issue.record("not one line that begins with 'error: ': \(outcome.errors)", sourceLocation: location)
    return
  }
  for part in parts {
    #expect(sentence.contains(part), sourceLocation: location)
  }
  for trace in ["internal error", "Fatal", "fatal error", ".swift:", "0x", "Optional(", "nil"] {
    #expect(!outcome.errors.contains(trace), sourceLocation: location)
  }
  let isOneSentence = sentence.firstMatch(of: /[.!] [A-Z]/) == nil
  #expect(isOneSentence, "more than one sentence: \(sentence)", sourceLocation: location)
}

/// An output folder with a finished run in it, which a failing command must leave as it is.
struct UntouchedOutput {
  let workspace: Workspace
  private let before: FolderState

  /// - Parameter source: a run to copy; nil for a folder that does not exist yet.
  init(in workspace: Workspace, copying source: Training) throws {
    self.workspace = workspace
    try? FileManager.default.removeItem(at: workspace.file("runs"))
    try FileManager.default.copyItem(at: source.workspace.file("runs"), to: workspace.file("runs"))
    before = try FolderState(workspace.file("runs"))
  }

  /// Nothing was published, nothing is left over, and what was there is the same byte for byte.
  func expectUnchanged(
    but allowed: Set<String> = [], location: SourceLocation = #_sourceLocation
  ) throws {
    let after = try FolderState(workspace.file("runs"))
    // The lock's text is the last holder's; the file itself stays.
    let changed = after.differences(from: before).filter { $0 != ".lock" && !allowed.contains($0) }
    #expect(changed.isEmpty, sourceLocation: location)
    #expect(!after.paths.contains { $0.hasSuffix(".partial") }, sourceLocation: location)
  }
}

/// Runs `train` on `data` beside a finished run, expects failure, and that nothing of that run is touched.
func expectRefusal(
  of data: [String], in workspace: Workspace, with options: [String] = [], code: Int32, says parts: [String],
  leaving allowed: Set<String> = [], location: SourceLocation = #_sourceLocation
) throws {
  let output = try UntouchedOutput(in: workspace, copying: Shared.training.get())
  let outcome = try workspace.run(["train", "--quiet", "--data"] + data + options)
  expectFailure(outcome, code: code, location: location)
  let sentence = outcome.sentence ?? ""
  for part in parts { #expect(sentence.contains(part), sourceLocation: location) }
  #expect(outcome.errorLines.count == 1, "\(outcome.errors)", sourceLocation: location)
  #expect(outcome.output.isEmpty, sourceLocation: location)
  try output.expectUnchanged(but: allowed, location: location)
}
