public import Settings

public enum ModelParameters {
  public static let onnx = Parameter(
    "models.onnx", default: false,
    "Whether a run also keeps its trees as ONNX files, for programs that cannot read LightGBM's format.")

  public static let section = ParameterSection("models", "In which forms models are kept.", [onnx])
}
