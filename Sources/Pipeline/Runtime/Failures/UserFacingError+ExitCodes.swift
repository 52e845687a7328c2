import Foundation
public import Learning
public import PluginHost
public import Retention
public import Settings
public import Tables

// The table of exit codes. Errors of modules below this one get their line here too, so that the mapping stands in
// exactly one place.

extension UsageError: UserFacingError {
  public var exitCode: ExitCode { .usage }
}

extension Interrupted: UserFacingError {
  public var exitCode: ExitCode { .interrupted }
}

extension RunError: UserFacingError {
  public var exitCode: ExitCode {
    switch self {
    case .locked: .locked
    case .outputNotWritable(_, let code): FileError.isOutOfResources(code) ? .resources : .usage
    case .noRuns, .unknownRun, .danglingLatest, .missingArtefact: .usage
    case .incompleteRun, .damagedManifest, .damagedArtefact, .notExtendable, .grownInput: .input
    }
  }
}

extension JSONError: UserFacingError {
  public var exitCode: ExitCode { .input }
}

extension SyntheticShopError: UserFacingError {
  public var exitCode: ExitCode { .usage }
}

// MARK: - Settings and plugins

extension SettingsError: UserFacingError {
  public var exitCode: ExitCode { .configuration }
}

extension MappingFileError: UserFacingError {
  public var exitCode: ExitCode {
    switch self {
    case .notJSON, .content: .input
    case .elsewhere(let error): error.exitCode
    }
  }
}

extension PluginError: UserFacingError {
  public var exitCode: ExitCode {
    switch self {
    case .unknownPlugin: .configuration
    default: .plugin
    }
  }
}

extension NamingError: UserFacingError {
  public var exitCode: ExitCode { .plugin }
}

extension AllocationError: UserFacingError {
  public var exitCode: ExitCode { .configuration }
}

// MARK: - Data

extension TableError: UserFacingError {
  public var exitCode: ExitCode {
    switch self {
    case .noPermission(_, let action) where action == .write: .usage
    case .system(_, let action, let code, _):
      FileError.isOutOfResources(code) ? .resources : action == .write ? .usage : .input
    default: .input
    }
  }
}

extension InputError: UserFacingError {
  public var exitCode: ExitCode { .input }
}

extension MappingError: UserFacingError {
  public var exitCode: ExitCode { .input }
}

extension IngestError: UserFacingError {
  public var exitCode: ExitCode { .input }
}

extension ArtefactError: UserFacingError {
  var exitCode: ExitCode { .input }
}

extension BenchmarkError: UserFacingError {
  public var exitCode: ExitCode { .input }
}

extension ValidationFailure: UserFacingError {
  public var exitCode: ExitCode { .validation }
}

// MARK: - Not enough of it

extension ModelStageError: UserFacingError {
  public var exitCode: ExitCode { .notEnoughData }
}

extension KMeansError: UserFacingError {
  public var exitCode: ExitCode { .notEnoughData }
}

extension LogisticRegressionError: UserFacingError {
  public var exitCode: ExitCode { .notEnoughData }
}

extension GradientBoostingError: UserFacingError {
  public var exitCode: ExitCode { .notEnoughData }
}

extension ONNXError: UserFacingError {
  public var exitCode: ExitCode { .resources }
}

extension BuyTillYouDieError: UserFacingError {
  public var exitCode: ExitCode { .notEnoughData }
}

extension TemporalValidationFailure: UserFacingError {
  var exitCode: ExitCode { .internalError }
}

// MARK: - Files

extension FileError: UserFacingError {
  public var exitCode: ExitCode {
    if FileError.isOutOfResources(code) { return .resources }
    switch action {
    case .openForReading, .read, .list, .inspect: return .input
    default: return FileError.isRefused(code) ? .usage : .internalError
    }
  }

  /// No disk, no quota, no memory, or a file larger than the limit.
  static func isOutOfResources(_ code: Int32) -> Bool {
    [ENOSPC, EDQUOT, ENOMEM, EFBIG].contains(code)
  }

  /// The system said no to this path: another one may do.
  static func isRefused(_ code: Int32) -> Bool {
    [EACCES, EPERM, EROFS, ENOENT, ENOTDIR, EISDIR, EEXIST, ENAMETOOLONG, ELOOP, ENOTEMPTY].contains(code)
  }
}
