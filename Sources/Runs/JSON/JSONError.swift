public import Failures
import Foundation

/// Text that is not the JSON it should be.
public struct JSONError: Error, Sendable, Hashable {
  public let file: String
  /// nil where the text is JSON, but of another form.
  public let place: Place?
  /// What is wrong there, in half a sentence.
  public let problem: String

  /// Counted from 1; the column counts bytes.
  public struct Place: Sendable, Hashable {
    public let line: Int
    public let column: Int

    public init(line: Int, column: Int) {
      self.line = line
      self.column = column
    }
  }

  public init(file: String, place: Place? = nil, problem: String) {
    self.file = file
    self.place = place
    self.problem = problem
  }

  /// - Parameter error: of a decoder.
  public init(file: String, decoding error: any Error) {
    self.init(file: file, problem: (error as? DecodingError)?.problem ?? "\(error)")
  }
}

extension JSONError: UserFacingError {
  public var description: String {
    place.map { "\(file):\($0.line):\($0.column): \(problem)" } ?? "cannot understand '\(file)': \(problem)"
  }
  public var failureKind: FailureKind { .input }
}

extension DecodingError {
  /// The place and what is wrong with it, in half a sentence.
  var problem: String {
    let context: Context =
      switch self {
      case .typeMismatch(_, let context), .valueNotFound(_, let context), .dataCorrupted(let context): context
      case .keyNotFound(let key, let context):
        Context(codingPath: context.codingPath + [key], debugDescription: "it is missing")
      @unknown default: Context(codingPath: [], debugDescription: "it has another form")
      }
    let place = context.codingPath.map(\.stringValue).joined(separator: ".")
    let text =
      context.debugDescription.hasSuffix(".") ? String(context.debugDescription.dropLast()) : context.debugDescription
    return place.isEmpty ? text : "at '\(place)': \(text)"
  }
}
