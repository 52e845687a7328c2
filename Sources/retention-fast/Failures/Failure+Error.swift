import Failures
import Foundation
import Numerics
import Runs

/// An error as the user sees it: exit code and message.
package struct Failure: Sendable, Hashable {
  /// What the process ends with.
  package let exitCode: ExitCode
  /// One sentence without the leading `error:`; nil to print nothing.
  package let sentence: String?
  /// What `--verbose` adds: the error's type and fields.
  package let details: String
}

extension Failure {
  /// Turns any error into an exit code and a sentence. An error that is neither `UserFacingError` nor one of
  /// Foundation's about files is an internal error.
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

  /// Adds the period that some modules leave out.
  private static func sentence(_ text: String) -> String {
    text.last.map { ".?!".contains($0) } == true ? text : text + "."
  }

  /// Type and fields of the error.
  private static func details(of error: any Error) -> String {
    var text = "\(String(reflecting: type(of: error)))\n"
    dump(error, to: &text, maxDepth: 6, maxItems: 200)
    return String(text.dropLast())
  }

  static let internalSentence =
    "internal error: this is a mistake in retention-fast, not in your data; "
    + "run again with --verbose to see the details, and report them"
}
