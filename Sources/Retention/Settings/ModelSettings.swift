package import Settings

/// In which forms models are kept.
package struct ModelSettings: SettingsSection {
  package static let name = "models"
  package static let summary = "In which forms models are kept."

  @Setting(
    "models.onnx", default: false,
    "Whether a run also keeps its trees as ONNX files, for programs that cannot read LightGBM's format.")
  package var onnx: Bool

  package init() {}
}
