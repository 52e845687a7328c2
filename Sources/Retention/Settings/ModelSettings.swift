public import Settings

/// In which forms models are kept.
public struct ModelSettings: Sendable, Hashable {
  /// Whether trees are kept as ONNX too.
  public let onnx: Bool

  public init(_ configuration: Configuration) {
    onnx = configuration[ModelParameters.onnx]
  }
}
