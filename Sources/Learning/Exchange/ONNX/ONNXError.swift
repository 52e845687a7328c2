public import Failures

/// Why a model cannot be written as ONNX.
public enum ONNXError: Error, Sendable, Equatable {
  case tooLarge(bytes: Int)
}

extension ONNXError: UserFacingError {
  public var failureKind: FailureKind { .resources }

  public var description: String {
    switch self {
    case .tooLarge(let bytes):
      "An ONNX file holds 2 GiB at most and this model needs \(bytes) bytes; train fewer or smaller trees."
    }
  }
}
