package import Failures

/// Why a model cannot be written as ONNX.
package enum ONNXError: Error, Sendable, Equatable {
  case tooLarge(bytes: Int)
}

extension ONNXError: UserFacingError {
  package var failureKind: FailureKind { .resources }

  package var description: String {
    switch self {
    case .tooLarge(let bytes):
      "An ONNX file holds 2 GiB at most and this model needs \(bytes) bytes; train fewer or smaller trees."
    }
  }
}
