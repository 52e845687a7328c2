/// A named setting of an operator.
struct ONNXAttribute {
  let name: String
  let value: Value

  enum Value {
    case integer(Int)
    case integers([Int])
    case text(String)
    case texts([String])
    /// A tensor of one dimension.
    case doubles([Double])
  }

  init(_ name: String, _ value: Value) {
    self.name = name
    self.value = value
  }

  /// `AttributeProto` of onnx.proto.
  var message: ProtobufMessage {
    var message = ProtobufMessage()
    message.add(1, name)
    switch value {
    case .integer(let value):
      message.add(3, value)
      message.add(20, 2)
    case .integers(let values):
      message.add(8, packed: values)
      message.add(20, 7)
    case .text(let text):
      message.add(4, text)
      message.add(20, 3)
    case .texts(let texts):
      for text in texts { message.add(9, text) }
      message.add(20, 8)
    case .doubles(let values):
      message.add(5, ONNXTensor(name: name, shape: [values.count], .doubles(values)).message)
      message.add(20, 4)
    }
    return message
  }
}
