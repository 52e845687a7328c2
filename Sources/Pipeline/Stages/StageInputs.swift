package import Failures
package import Runs

/// The outputs that one stage can read, looked up by the stage that made them.
package struct StageInputs {
  private let outputs: StageOutputs
  private let reader: any Stage

  init(_ outputs: StageOutputs, of reader: any Stage) {
    self.outputs = outputs
    self.reader = reader
  }

  /// An output that the reader requires.
  ///
  /// - Parameter maker: one of the stages that the reader declares in `reads`.
  /// - Throws: `StageError.missingInput` if that stage has not run.
  package func callAsFunction<Maker: Stage>(_ maker: Maker.Type) throws -> Maker.Output {
    precondition(declares(maker, among: reader.reads), "\(reader.name) declares what it reads")
    guard let output = outputs[maker] else { throw missing(maker) }
    return output
  }

  /// An output that the reader takes into account; nil if its stage has not run.
  ///
  /// - Parameter maker: one of the stages that the reader declares in `reads` or `uses`.
  package func ifPresent<Maker: Stage>(_ maker: Maker.Type) -> Maker.Output? {
    precondition(declares(maker, among: reader.reads + reader.uses), "\(reader.name) declares what it uses")
    return outputs[maker]
  }

  /// Removes an output, so that the reader can change it without a copy; no later stage can read it.
  ///
  /// - Throws: `StageError.missingInput` if its stage has not run.
  func take<Maker: Stage>(_ maker: Maker.Type) throws -> Maker.Output {
    precondition(declares(maker, among: reader.reads), "\(reader.name) declares what it reads")
    guard let output = outputs.take(maker) else { throw missing(maker) }
    return output
  }

  private func declares(_ maker: any Stage.Type, among types: [any Stage.Type]) -> Bool {
    types.contains { ObjectIdentifier($0) == ObjectIdentifier(maker) }
  }

  private func missing(_ maker: any Stage.Type) -> StageError {
    .missingInput(stage: reader.name, input: String(describing: maker))
  }
}

/// The outputs of the stages of one run so far. Used by one thread at a time.
final class StageOutputs {
  private final class Box<Value> {
    var value: Value?

    init(_ value: Value) { self.value = value }

    /// Moves the value out, so that the caller holds the only reference.
    func take() -> Value? {
      var taken: Value?
      swap(&taken, &value)
      return taken
    }
  }

  private var boxes: [ObjectIdentifier: AnyObject] = [:]

  subscript<Maker: Stage>(_ maker: Maker.Type) -> Maker.Output? {
    (boxes[ObjectIdentifier(maker)] as? Box<Maker.Output>)?.value
  }

  func set<Maker: Stage>(_ output: consuming Maker.Output, of maker: Maker) {
    boxes[ObjectIdentifier(Maker.self)] = Box(output)
  }

  func take<Maker: Stage>(_ maker: Maker.Type) -> Maker.Output? {
    (boxes.removeValue(forKey: ObjectIdentifier(maker)) as? Box<Maker.Output>)?.take()
  }
}

/// Requested stages that cannot run.
package enum StageError: UserFacingError, Sendable, Hashable {
  /// An input of a stage is missing, because the requested stages leave out the one that makes it.
  case missingInput(stage: StageName, input: String)
  /// No stage of the list has this name.
  case unknownStage(StageName, known: [StageName])

  package var failureKind: FailureKind { .usage }

  package var description: String {
    switch self {
    case .missingInput(let stage, let input):
      "the stage '\(stage)' needs what \(input) makes, and that has not run; ask for it too, or start from a run"
    case .unknownStage(let name, let known):
      "there is no stage '\(name)'; the stages are \(known.map(\.rawValue).joined(separator: ", "))"
    }
  }
}
