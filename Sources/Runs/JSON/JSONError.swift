package import Failures
import Foundation

/// Text that is not JSON, or JSON that does not have the expected form.
package struct JSONError: Error, Sendable, Hashable {
  package let file: String
  /// Where the syntax is wrong; nil for JSON that does not have the expected form.
  package let place: Place?
  /// What is wrong, as a sentence fragment.
  package let problem: String

  /// A position, counted from 1; the column counts bytes.
  package struct Place: Sendable, Hashable {
    package let line: Int
    package let column: Int

    package init(line: Int, column: Int) {
      self.line = line
      self.column = column
    }
  }

  package init(file: String, place: Place? = nil, problem: String) {
    self.file = file
    self.place = place
    self.problem = problem
  }

  /// Describes an error thrown by a decoder.
  package init(file: String, decoding error: any Error) {
    self.init(file: file, problem: (error as? DecodingError)?.problem ?? "\(error)")
  }
}

extension JSONError: UserFacingError {
  package var description: String {
    place.map { "\(file):\($0.line):\($0.column): \(problem)" } ?? "cannot understand '\(file)': \(problem)"
  }
  package var failureKind: FailureKind { .input }
}

extension DecodingError {
  /// The coding path and what is wrong there, as a sentence fragment.
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
