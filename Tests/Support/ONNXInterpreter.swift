import Foundation
package import Numerics

/// Reads an ONNX file by the field numbers of onnx.proto and evaluates it, operator by operator and row by row.
package struct ONNXInterpreter {
  /// The `ModelProto`.
  package let model: ProtobufFields
  /// Its `GraphProto`.
  package let graph: ProtobufFields

  /// Something in a file that this interpreter does not implement.
  package struct NotSupported: Error {
    let what: String

    /// - Parameter what: the missing feature, for messages.
    package init(_ what: String) { self.what = what }
  }

  /// - Throws: `ProtobufFields.Damaged`.
  package init(_ file: [UInt8]) throws {
    model = try ProtobufFields(file)
    graph = try model.message(7)
  }

  // MARK: - Description

  /// The model's metadata by key.
  package func metadata() throws -> [String: String] {
    var entries: [String: String] = [:]
    for entry in try model.messages(14) { entries[entry.text(1) ?? ""] = entry.text(2) ?? "" }
    return entries
  }

  /// Operator set versions by domain.
  package func operatorSets() throws -> [String: Int] {
    var sets: [String: Int] = [:]
    for set in try model.messages(8) { sets[set.text(1) ?? ""] = set.integer(2) }
    return sets
  }

  /// Name, element type and dimensions of the inputs (field 11) or outputs (field 12).
  package func ports(_ field: Int) throws -> [String] {
    try graph.messages(field).map { port in
      let tensor = try port.message(2).message(1)
      let dimensions = try tensor.message(2).messages(1).map { $0.text(2) ?? "\($0.integer(1) ?? -1)" }
      return "\(port.text(1) ?? "") \(tensor.integer(1) ?? 0) [\(dimensions.joined(separator: ","))]"
    }
  }

  /// Attributes of the tree operator by name.
  ///
  /// - Throws: `NotSupported` for a graph without trees.
  package func treeAttributes() throws -> [String: ProtobufFields] {
    guard let node = try graph.messages(1).first(where: { $0.text(4) == "TreeEnsembleRegressor" }) else {
      throw NotSupported("no trees")
    }
    return try Self.attributes(node)
  }

  // MARK: - Computation

  /// Values of the outputs and all intermediate results by name, rows × columns.
  ///
  /// - Throws: `NotSupported` for an unknown operator.
  package func callAsFunction(_ features: Matrix<Float>) throws -> [String: [[Double]]] {
    var values = [
      "features": (0..<features.rows).map { row in (0..<features.columns).map { Double(features[row, $0]) } }
    ]
    for constant in try graph.messages(5) {
      let numbers = try Self.numbers(constant)
      let shape = try constant.packed(1)
      let width = shape.count == 2 ? shape[1] : max(numbers.count, 1)
      values[constant.text(8) ?? ""] = stride(from: 0, to: numbers.count, by: width).map {
        Array(numbers[$0..<$0 + width])
      }
    }
    for node in try graph.messages(1) {
      let inputs = try node.texts(1).map { name in
        guard let value = values[name] else { throw NotSupported("\(name) before it is made") }
        return value
      }
      values[node.text(2) ?? ""] = try compute(node, inputs)
    }
    return values
  }

  private func compute(_ node: ProtobufFields, _ inputs: [[[Double]]]) throws -> [[Double]] {
    let attributes = try Self.attributes(node)
    func map(_ body: (Double) -> Double) -> [[Double]] { inputs[0].map { $0.map(body) } }
    func zip(_ body: (Double, Double) -> Double) -> [[Double]] {
      let (rows, columns) = (
        max(inputs[0].count, inputs[1].count), max(inputs[0].first?.count ?? 0, inputs[1].first?.count ?? 0)
      )
      func at(_ input: [[Double]], _ row: Int, _ column: Int) -> Double {
        let line = input[input.count == 1 ? 0 : row]
        return line[line.count == 1 ? 0 : column]
      }
      return (0..<rows).map { row in (0..<columns).map { body(at(inputs[0], row, $0), at(inputs[1], row, $0)) } }
    }
    switch node.text(4) {
    case "TreeEnsembleRegressor": return try ONNXTrees(attributes).sums(inputs[0]).map { [Double(Float($0))] }
    case "Cast": return attributes["to"]?.integer(3) == 1 ? map { Double(Float($0)) } : map { $0 }
    case "Identity": return inputs[0]
    case "Sigmoid": return map { 1 / (1 + exp(-$0)) }
    case "Exp": return map { exp($0) }
    case "Clip": return map { min(max($0, inputs[1][0][0]), inputs[2][0][0]) }
    case "Add": return zip(+)
    case "Sub": return zip(-)
    case "Mul": return zip(*)
    case "Max": return zip { max($0, $1) }
    case "Min": return zip { min($0, $1) }
    case "Greater": return zip { $0 > $1 ? 1 : 0 }
    case "MatMul":
      return inputs[0].map { row in
        (0..<inputs[1][0].count).map { column in
          row.indices.reduce(0) { $0 + row[$1] * inputs[1][$1][column] }
        }
      }
    case "Concat": return inputs[0].indices.map { inputs[0][$0] + inputs[1][$0] }
    case "Reshape":
      guard inputs[1] == [[-1]] else { throw NotSupported("Reshape") }
      return [inputs[0].flatMap { $0 }]
    case let name: throw NotSupported(name ?? "an operator without a name")
    }
  }

  // MARK: - Parts

  static func attributes(_ node: ProtobufFields) throws -> [String: ProtobufFields] {
    var attributes: [String: ProtobufFields] = [:]
    for attribute in try node.messages(5) { attributes[attribute.text(1) ?? ""] = attribute }
    return attributes
  }

  /// The numbers of a tensor of 64-bit integers or doubles.
  ///
  /// - Throws: `NotSupported` for other types.
  package static func numbers(_ tensor: ProtobufFields) throws -> [Double] {
    let bytes = tensor.pieces[9]?.last ?? []
    let words = stride(from: 0, to: bytes.count, by: 8).map { start in
      (0..<8).reduce(UInt64(0)) { $0 | UInt64(bytes[start + $1]) << UInt64(8 * $1) }
    }
    switch tensor.integer(2) {
    case 11: return words.map { Double(bitPattern: $0) }
    case 7: return words.map { Double(Int64(bitPattern: $0)) }
    default: throw NotSupported("numbers of type \(tensor.integer(2) ?? 0)")
    }
  }
}
