package import Failures

/// An artifact of a run that cannot be used.
package enum ArtefactError: UserFacingError, Sendable, Equatable {
  /// The customers of an artifact are not those of another one of the same run.
  case inconsistent(path: String, with: String)

  package var failureKind: FailureKind { .input }

  package var description: String {
    switch self {
    case .inconsistent(let path, let other):
      "\(path) does not belong to \(other) of the same run; run features again."
    }
  }
}
