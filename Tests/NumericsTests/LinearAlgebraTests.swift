import Numerics
import Testing

@Suite("Linear algebra") struct LinearAlgebraTests {
  private let a = Matrix<Double>(columns: [[1, 2, 3], [4, 5, 6]])

  @Test("products agree with hand-computed values in every orientation")
  func products() {
    #expect(a.times(a, left: .transposed) == Matrix(columns: [[14, 32], [32, 77]]))
    #expect(a.gram == a.times(a, left: .transposed))
    #expect(a.times(a, right: .transposed) == a.times(a.transpose))
    #expect(a.times(a.transpose)[0, 2] == 27)
    #expect(a.times([1, -1]) == [-3, -3, -3])
    #expect(a.times([1, 0, 1], left: .transposed) == [4, 10])
    #expect(Matrix<Double>(rows: 0, columns: 2).gram == Matrix(rows: 2, columns: 2))
  }

  @Test("a Cholesky factor solves, inverts and has the determinant")
  func cholesky() throws {
    let matrix = Matrix<Double>(columns: [[4, 2, 0], [2, 5, 1], [0, 1, 3]])
    let factor = try #require(CholeskyFactor(matrix))
    let solution = matrix.times(factor.solve([1, 2, 3]))
    #expect(zip(solution, [1, 2, 3]).allSatisfy { abs($0 - $1) < 1e-14 })
    let product = matrix.times(factor.inverse)
    #expect(zip(product.elements, Matrix.identity(3).elements).allSatisfy { abs($0 - $1) < 1e-14 })
    #expect(abs(factor.logDeterminant - 3.7841896339182613) < 1e-12)
    #expect(factor.lower.times(factor.lower, right: .transposed).elements.count == 9)
  }

  @Test("a matrix that is singular, or nearly so, has no factor")
  func singular() {
    #expect(CholeskyFactor(Matrix(columns: [[1, 1], [1, 1]])) == nil)
    #expect(CholeskyFactor(Matrix(columns: [[1, 1], [1, 1 + 1e-13]]), tolerance: 1e-12) == nil)
    #expect(CholeskyFactor(Matrix(columns: [[-1]])) == nil)
    #expect(CholeskyFactor(Matrix<Double>(rows: 0, columns: 0))?.solve([]) == [])
  }

  @Test("least-norm solutions share weight between equal columns")
  func leastNorm() throws {
    let twice = Matrix<Double>(columns: [[1, 0, 0], [1, 0, 0], [0, 1, 0]])
    let (solution, rank) = try #require(twice.leastNormSolution([2, 3, 9]))
    #expect(rank == 2)
    #expect(zip(solution, [1, 1, 3]).allSatisfy { abs($0 - $1) < 1e-14 })
  }

  @Test("of dependent columns the first stay")
  func independent() {
    // Columns: x, 2x, y, x + y, 0.
    let columns = Matrix<Double>(columns: [[1, 2, 3], [2, 4, 6], [1, 0, -1], [2, 2, 2], [0, 0, 0]])
    #expect(independentColumns(ofGram: columns.gram) == [0, 2])
  }

  @Test("whitening by the factor of the Gram matrix gives the identity")
  func whitening() throws {
    var z = (0..<24).map { Double(($0 * 7) % 11) }
    let sum = Matrix(rows: 8, columns: 3, elements: z).gram
    let factor = try #require(CholeskyFactor(sum))
    z.withUnsafeMutableBufferPointer { whiten($0.baseAddress!, rows: 8, leading: 8, by: factor) }
    let white = Matrix(rows: 8, columns: 3, elements: z).gram
    #expect(zip(white.elements, Matrix.identity(3).elements).allSatisfy { abs($0 - $1) < 1e-12 })
  }

  @Test("the first value that is not finite is found, column by column")
  func nonFinite() throws {
    var matrix = Matrix<Float>(rows: 70_000, columns: 2, repeating: 1e30)
    #expect(try matrix.firstNonFinite(context: .threads(2)) == nil)
    matrix[69_999, 1] = .infinity
    matrix[3, 1] = .nan
    let found = try #require(try matrix.firstNonFinite(context: .threads(2)))
    #expect(found.row == 3 && found.column == 1)
    #expect(try Matrix<Float>(rows: 0, columns: 3).firstNonFinite() == nil)
  }
}
