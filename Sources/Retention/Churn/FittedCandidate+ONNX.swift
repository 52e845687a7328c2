package import Learning

extension FittedCandidate {
  /// The trees as an ONNX file whose `probabilities` are the calibrated ones of `probabilities(_:context:)`, rounded
  /// to single precision, and whose `raw_score` is that of the LightGBM text; nil for a model without trees of its own.
  ///
  /// - Throws: `ONNXError`.
  package func onnx() throws(ONNXError) -> [UInt8]? {
    try model.onnx(level: level, calibrator: calibrator)
  }
}
