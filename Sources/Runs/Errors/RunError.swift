package import Failures
import Foundation

/// What can go wrong with an output folder or a run in it.
package enum RunError: Error, Sendable, Hashable {
  /// Another process is writing a run to the folder. Its pid and start are nil in the instant before it writes them.
  case locked(output: String, pid: Int32?, started: String?)
  /// `code` is `errno`.
  case outputNotWritable(folder: String, code: Int32)
  case noRuns(output: String)
  /// `known` holds the ids of existing runs, oldest first; `nearest` is the name most likely meant.
  case unknownRun(name: String, output: String, known: [String], nearest: String?)
  /// The link `latest` leads to a run that no longer exists.
  case danglingLatest(output: String, target: String)
  /// A folder without `run.json`: not a run, or one that never finished.
  case incompleteRun(path: String)
  case damagedManifest(path: String, problem: String)
  /// `command` is the subcommand that writes the artifact, if there is one.
  case missingArtefact(run: String, path: String, command: String?)
  /// An artifact is missing, or differs from what `run.json` recorded.
  case damagedArtefact(run: String, path: String)
  /// The files of a run do not hold enough about its order lines for more to be added.
  case notExtendable(run: String)
  /// The content of a file has changed since the run read it.
  case grownInput(path: String, run: String)
}

extension RunError: UserFacingError {
  package var failureKind: FailureKind {
    switch self {
    case .locked: .locked
    case .outputNotWritable(_, let code): FailureKind.isOutOfResources(code) ? .resources : .usage
    case .noRuns, .unknownRun, .danglingLatest, .missingArtefact: .usage
    case .incompleteRun, .damagedManifest, .damagedArtefact, .notExtendable, .grownInput: .input
    }
  }

  package var description: String {
    switch self {
    case .locked(let output, let pid, let started):
      let holder = pid.map { "process \($0)" } ?? "another process"
      let since = started.map { ", since \($0)," } ?? ""
      return "\(holder) is writing a run in '\(output)'\(since) and holds its lock; "
        + "wait for it to end, or choose another folder with --output"
    case .outputNotWritable(let folder, let code):
      return "cannot write in the output folder '\(folder)': \(FileError.reason(code)); "
        + "\(Self.advice(code)), or choose another one with --output"
    case .noRuns(let output):
      return
        "there is no run in '\(output)'; make one with 'retention-fast train', or name another folder with --output"
    case .unknownRun(let name, let output, let known, let nearest):
      return "there is no run '\(name)' in '\(output)'\(Self.hint(nearest, known)); "
        + "name a run id, 'latest', or the path of a run's folder"
    case .danglingLatest(let output, let target):
      return "'\(output)/latest' points at the run '\(target)', which is gone; name another run"
    case .incompleteRun(let path):
      return "'\(path)' has no run.json, so it is not a finished run; choose another run"
    case .damagedManifest(let path, let problem):
      return "cannot understand '\(path)': \(problem); choose another run"
    case .missingArtefact(let run, let path, let command):
      let way = command.map { "make it with 'retention-fast \($0) --run \(run)', or" } ?? "make it with a full"
      return "the run '\(run)' has no \(path); \(way) 'retention-fast train'"
    case .damagedArtefact(let run, let path):
      return
        "the run '\(run)' is damaged: its \(path) is missing, or was changed after the run; choose another run, or run "
        + "train on all files"
    case .notExtendable(let run):
      return "the run '\(run)' does not keep what it takes to add lines to it; run train on all files again"
    case .grownInput(let path, let run):
      return "\(path) is an input of the run '\(run)', and has changed since; give its new lines in a file of another "
        + "name, or run train on all files without --append-to"
    }
  }

  private static func hint(_ nearest: String?, _ known: [String]) -> String {
    if let nearest { return " (did you mean '\(nearest)'?)" }
    return known.isEmpty ? "" : " (the latest are \(known.suffix(3).joined(separator: ", ")))"
  }

  private static func advice(_ code: Int32) -> String {
    switch code {
    case ENOSPC, EDQUOT: "free some space"
    case ENOENT: "check the path"
    case ENOTDIR, EEXIST: "move the file that stands in its place"
    default: "change its permissions"
    }
  }
}
