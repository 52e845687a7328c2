import Learning
import Numerics
import Retention
import Synchronization

/// A learner whose fits write down what they saw, and whose models score by a formula.
final class RecordingChurnLearner: ChurnLearner {
  struct Call: Sendable {
    enum Kind: Sendable { case fit, refit }
    let kind: Kind
    let training: LabelledRows
    let validation: LabelledRows?
  }

  private let recorded = Mutex<[Call]>([])
  let score: @Sendable (_ features: Matrix<Double>, _ row: Int) -> Double

  init(score: @escaping @Sendable (_ features: Matrix<Double>, _ row: Int) -> Double = { _, _ in 0 }) {
    self.score = score
  }

  var calls: [Call] { recorded.withLock { $0 } }

  func fit(
    _ training: LabelledRows, validation: LabelledRows, context: ExecutionContext
  ) throws -> any ChurnModel {
    recorded.withLock { $0.append(Call(kind: .fit, training: training, validation: validation)) }
    return FormulaModel(score: score)
  }

  func refit(_ rows: LabelledRows, like models: [any ChurnModel], context: ExecutionContext) throws -> any ChurnModel {
    recorded.withLock { $0.append(Call(kind: .refit, training: rows, validation: nil)) }
    return FormulaModel(score: score)
  }
}

/// Log-odds by a formula; it explains nothing.
struct FormulaModel: ChurnModel {
  let score: @Sendable (_ features: Matrix<Double>, _ row: Int) -> Double

  func logOdds(_ features: Matrix<Float>, context: ExecutionContext) -> [Double] {
    let doubles = Matrix(
      rows: features.rows, columns: features.columns, elements: features.elements.map(Double.init))
    return (0..<features.rows).map { score(doubles, $0) }
  }

  func contributions(_ features: Matrix<Float>, context: ExecutionContext) -> Matrix<Double> {
    Matrix(rows: features.rows, columns: Feature.count)
  }

  var importance: [Double] { [Double](repeating: 0, count: Feature.count) }
  var files: [ModelFile] { [] }
}
