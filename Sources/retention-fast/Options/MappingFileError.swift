import Failures
import Runs
import Settings

/// Why settings could not be read together with the file of `--mapping`.
enum MappingFileError: UserFacingError, Sendable, Hashable {
  case notJSON(JSONError)
  /// The file cannot be read, or says something else than which column is which.
  case content(SettingsError)
  /// Other settings are wrong.
  case elsewhere(SettingsError)

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
  /// The file that it is about.
  var file: String? {
    switch self {
    case .fileNotFound(let file), .unreadable(let file, _): file
    default: position?.file
    }
  }
}
