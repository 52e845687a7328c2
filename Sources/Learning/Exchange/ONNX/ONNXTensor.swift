/// Numbers that are part of a file.
struct ONNXTensor {
  let name: String
  let shape: [Int]
  let values: Values

  enum Values {
    case doubles([Double])
    case integers([Int])
  }

  /// - Parameter shape: lengths of the dimensions, row-major; empty for one number.
  init(name: String, shape: [Int], _ values: Values) {
    self.name = name
    self.shape = shape
    self.values = values
  }

  /// `TensorProto` of onnx.proto; numbers are raw, low byte first.
  var message: ProtobufMessage {
    var message = ProtobufMessage()
    message.add(1, packed: shape)
    switch values {
    case .doubles(let values):
      message.add(2, ONNXElement.double.rawValue)
      message.add(9, bytes: Self.littleEndian(values.map(\.bitPattern)))
    case .integers(let values):
      message.add(2, ONNXElement.int64.rawValue)
      message.add(9, bytes: Self.littleEndian(values.map { UInt64(bitPattern: Int64($0)) }))
    }
    message.add(8, name)
    return message
  }

  private static func littleEndian(_ words: [UInt64]) -> [UInt8] {
    words.map(\.littleEndian).withUnsafeBytes { Array($0) }
  }
}

/// Types of numbers, as onnx.proto counts them.
enum ONNXElement: Int {
  case float = 1
  case int64 = 7
  case double = 11
}
