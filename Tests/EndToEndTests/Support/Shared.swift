import Foundation

/// Runs that several tests look at; made once.
enum Shared {
  /// `train` on the sample shop.
  static let training: Result<Training, any Error> = Result { try Training() }
  /// `train` on the real retailer's lines.
  static let realTraining: Result<Training, any Error> = Result { try Training(data: RealShop.file) }
}

/// A finished `train`.
final class Training: Sendable {
  /// So that nobody is held out of the plan, and the id that looks like a formula is in it.
  static let settings = ["--set", "allocation.holdout_share=0", "--set", "allocation.budget=400"]
  let workspace: Workspace
  let exitCode: Int32
  let output: String
  let errors: String

  convenience init() throws {
    let workspace = try Workspace()
    try workspace.write(SampleShop.csv, to: "shop.csv")
    try self.init(workspace, ["train", "--data", "shop.csv", "--threads", "2"] + Self.settings)
  }

  convenience init(data: String) throws {
    try self.init(Workspace(), ["train", "--data", data])
  }

  private init(_ workspace: Workspace, _ arguments: [String]) throws {
    self.workspace = workspace
    let outcome = try workspace.run(arguments)
    (exitCode, output, errors) = (outcome.exitCode, outcome.output, outcome.errors)
    Cleanup.later(workspace.url)
  }

  var run: RunFolder { get throws { try workspace.latest() } }
}

/// Folders that shared objects leave behind, removed when the tests end.
private enum Cleanup {
  nonisolated(unsafe) private static var folders: [URL] = []
  private static let lock = NSLock()
  private static let registration: Void = {
    atexit { for folder in Cleanup.folders { try? FileManager.default.removeItem(at: folder) } }
  }()

  static func later(_ folder: URL) {
    _ = registration
    lock.withLock { folders.append(folder) }
  }
}
