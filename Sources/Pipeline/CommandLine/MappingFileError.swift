public import Settings

/// Why settings could not be read together with the file of `--mapping`.
public enum MappingFileError: Error, Sendable, Hashable {
  case notJSON(JSONError)
  /// The file cannot be read, or says something else than which column is which.
  case content(SettingsError)
  /// Other settings are wrong.
  case elsewhere(SettingsError)
}

extension MappingFileError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .notJSON(let error): "\(error); write an object such as {\"customer_id\": \"YourHeader\"}"
    case .content(let error), .elsewhere(let error): error.description
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
