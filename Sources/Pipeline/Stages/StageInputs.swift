public import Failures
public import Runs

/// The outputs that one stage may read, by the stage that made them.
public struct StageInputs {
  private let outputs: StageOutputs
  private let reader: any Stage

  init(_ outputs: StageOutputs, of reader: any Stage) {
    self.outputs = outputs
    self.reader = reader
  }

  /// An output that the reader cannot do without.
  ///
  /// - Throws: `StageError.missingInput` where its stage has not run.
  public func callAsFunction<Maker: Stage>(_ maker: Maker.Type) throws -> Maker.Output {
    precondition(declares(maker, among: reader.reads), "\(reader.name) declares what it reads")
    guard let output = outputs[maker] else { throw missing(maker) }
    return output
  }

  /// An output that the reader takes into account; nil where its stage has not run.
  public func ifPresent<Maker: Stage>(_ maker: Maker.Type) -> Maker.Output? {
    precondition(declares(maker, among: reader.reads + reader.uses), "\(reader.name) declares what it uses")
    return outputs[maker]
  }

  /// Takes an output out, so that the reader can change it without a copy; no later stage can read it.
  ///
  /// - Throws: `StageError.missingInput` where its stage has not run.
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

/// What the stages of one run have made so far. Used by one thread at a time.
final class StageOutputs {
  private final class Box<Value> {
    var value: Value?

    init(_ value: Value) { self.value = value }

    /// Moved out, so that nobody else holds it.
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

/// Stages that do not fit together as they were asked for.
public enum StageError: UserFacingError, Sendable, Hashable {
  /// A stage whose input nobody has made: the stages that were asked for leave one out.
  case missingInput(stage: StageName, input: String)
  case unknownStage(StageName, known: [StageName])

  public var failureKind: FailureKind { .usage }

  public var description: String {
    switch self {
    case .missingInput(let stage, let input):
      "the stage '\(stage)' needs what \(input) makes, and that has not run; ask for it too, or start from a run"
    case .unknownStage(let name, let known):
      "there is no stage '\(name)'; the stages are \(known.map(\.rawValue).joined(separator: ", "))"
    }
  }
}
