import Failures
import Foundation
import Numerics
import Runs

/// How an error ends the process.
package struct Failure: Sendable, Hashable {
  package let exitCode: ExitCode
  /// One sentence without the leading `error:`; nil where nothing is to be said.
  package let sentence: String?
  /// What `--verbose` adds: the error as the program sees it.
  package let details: String
}

extension Failure {
  /// Turns any error into an exit code and a sentence. What nobody declared is our own mistake, and says so.
  package init(_ error: any Error) {
    let details = Self.details(of: error)
    switch error {
    case is BrokenPipe:
      self.init(exitCode: .ok, sentence: nil, details: details)
    case is CancellationError:
      self.init(Cancelled())
    case let error as any UserFacingError:
      self.init(exitCode: ExitCode(error.failureKind), sentence: Self.sentence(error.description), details: details)
    default:
      if let error = FileError(bridging: error) {
        self.init(exitCode: ExitCode(error.failureKind), sentence: Self.sentence(error.description), details: details)
      } else {
        self.init(exitCode: .internalError, sentence: Self.sentence(Self.internalSentence), details: details)
      }
    }
  }

  /// Every sentence ends as one, whichever module wrote it.
  private static func sentence(_ text: String) -> String {
    text.last.map { ".?!".contains($0) } == true ? text : text + "."
  }

  /// Type and fields: the facts behind the sentence.
  private static func details(of error: any Error) -> String {
    var text = "\(String(reflecting: type(of: error)))\n"
    dump(error, to: &text, maxDepth: 6, maxItems: 200)
    return String(text.dropLast())
  }

  static let internalSentence =
    "internal error: this is a mistake in retention-fast, not in your data; "
    + "run again with --verbose to see the details, and report them"
}
