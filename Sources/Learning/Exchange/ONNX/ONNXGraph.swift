/// A computation that is being written: operators in the order of their use, joined by the names of what they make.
struct ONNXGraph {
  private var nodes: [ProtobufMessage] = []
  private var initializers: [ProtobufMessage] = []
  private var inputs: [ProtobufMessage] = []
  private var outputs: [ProtobufMessage] = []

  /// A dimension: a fixed length, or one that the caller chooses.
  enum Dimension {
    case fixed(Int)
    case named(String)
  }

  // MARK: - Parts

  mutating func input(_ name: String, _ element: ONNXElement, _ shape: [Dimension], _ summary: String) {
    inputs.append(Self.valueInfo(name, element, shape, summary))
  }

  mutating func output(_ name: String, _ element: ONNXElement, _ shape: [Dimension], _ summary: String) {
    outputs.append(Self.valueInfo(name, element, shape, summary))
  }

  /// Numbers that operators take by name.
  ///
  /// - Returns: the name.
  mutating func constant(_ name: String, _ values: ONNXTensor.Values, shape: [Int] = []) -> String {
    initializers.append(ONNXTensor(name: name, shape: shape, values).message)
    return name
  }

  /// `NodeProto` of onnx.proto.
  ///
  /// - Returns: `output`.
  @discardableResult
  mutating func add(
    _ operation: String, _ inputs: [String], as output: String, domain: String? = nil,
    _ attributes: [ONNXAttribute] = []
  ) -> String {
    var node = ProtobufMessage()
    for input in inputs { node.add(1, input) }
    node.add(2, output)
    node.add(3, output)
    node.add(4, operation)
    for attribute in attributes { node.add(5, attribute.message) }
    if let domain { node.add(7, domain) }
    nodes.append(node)
    return output
  }

  @discardableResult
  mutating func cast(_ input: String, to element: ONNXElement, as output: String) -> String {
    add("Cast", [input], as: output, [ONNXAttribute("to", .integer(element.rawValue))])
  }

  // MARK: - The file

  /// `ModelProto` of onnx.proto.
  func file(name: String, summary: String, metadata: [(key: String, value: String)]) -> [UInt8] {
    var model = ProtobufMessage()
    model.add(1, Self.fileVersion)
    model.add(2, "retention-fast")
    model.add(6, summary)
    model.add(7, message(name: name))
    for (domain, version) in [("", Self.operatorVersion), (Self.treeDomain, Self.treeOperatorVersion)] {
      var set = ProtobufMessage()
      set.add(1, domain)
      set.add(2, version)
      model.add(8, set)
    }
    for (key, value) in metadata {
      var entry = ProtobufMessage()
      entry.add(1, key)
      entry.add(2, value)
      model.add(14, entry)
    }
    return model.bytes
  }

  /// Those of ONNX 1.11 (2022), the first with leaves in double precision.
  private static let (fileVersion, operatorVersion, treeOperatorVersion) = (8, 16, 3)
  static let treeDomain = "ai.onnx.ml"

  /// `GraphProto`.
  private func message(name: String) -> ProtobufMessage {
    var graph = ProtobufMessage()
    for node in nodes { graph.add(1, node) }
    graph.add(2, name)
    for initializer in initializers { graph.add(5, initializer) }
    for input in inputs { graph.add(11, input) }
    for output in outputs { graph.add(12, output) }
    return graph
  }

  /// `ValueInfoProto`.
  private static func valueInfo(
    _ name: String, _ element: ONNXElement, _ shape: [Dimension], _ summary: String
  ) -> ProtobufMessage {
    var dimensions = ProtobufMessage()
    for dimension in shape {
      var message = ProtobufMessage()
      switch dimension {
      case .fixed(let length): message.add(1, length)
      case .named(let name): message.add(2, name)
      }
      dimensions.add(1, message)
    }
    var tensor = ProtobufMessage()
    tensor.add(1, element.rawValue)
    tensor.add(2, dimensions)
    var type = ProtobufMessage()
    type.add(1, tensor)
    var info = ProtobufMessage()
    info.add(1, name)
    info.add(2, type)
    info.add(3, summary)
    return info
  }
}
