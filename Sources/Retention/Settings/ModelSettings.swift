public import Settings

/// In which forms models are kept.
public struct ModelSettings: SettingsSection {
  public static let name = "models"
  public static let summary = "In which forms models are kept."

  @Setting(
    "models.onnx", default: false,
    "Whether a run also keeps its trees as ONNX files, for programs that cannot read LightGBM's format.")
  public var onnx: Bool

  public init() {}
}
