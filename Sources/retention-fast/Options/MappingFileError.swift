import Failures
import Runs
import Settings

/// Why settings with `--mapping` could not be resolved.
enum MappingFileError: UserFacingError, Sendable, Hashable {
  case notJSON(JSONError)
  /// The file cannot be read, or its content is not a mapping of columns.
  case content(SettingsError)
  /// The mistake is in other settings.
  case elsewhere(SettingsError)

  /// Bad input for mistakes in the file; other mistakes keep their own kind.
  var failureKind: FailureKind {
    switch self {
    case .notJSON, .content: .input
    case .elsewhere(let error): error.failureKind
    }
  }

  var description: String {
    switch self {
    case .notJSON(let error): "\(error); write an object such as {\"customer_id\": \"YourHeader\"}"
    case .content(let error): error.description
    case .elsewhere(let error): error.description
    }
  }
}

extension SettingsError {
  /// The file that the error is about; nil if it is about none.
  var file: String? {
    switch self {
    case .fileNotFound(let file), .unreadable(let file, _): file
    default: position?.file
    }
  }
}
