import Numerics
import PluginHost
import Retention
import Testing

@Suite struct ExpressionErrorTests {
  private func failure(_ text: String, _ purpose: ColumnExpression.Purpose = .condition) -> ExpressionError? {
    do throws(ExpressionError) {
      _ = try ColumnExpression(text, purpose: purpose)
      return nil
    } catch {
      return error
    }
  }

  @Test("the error for an unknown column has its place and the nearest known name")
  func unknownColumn() throws {
    let error = try #require(failure("frequency > 3 and recncy < 5"))
    guard case .unknownColumn("recncy", "recency", let known) = error.problem else {
      Issue.record("\(error)")
      return
    }
    #expect(error.offset == 18)
    #expect(known.count == 47)
    #expect(error.description == "expression, character 19: unknown column `recncy`; did you mean `recency`?")
  }

  @Test("the error for an unknown function has the nearest known name")
  func unknownFunction() throws {
    let error = try #require(failure("logp1(recency) > 1"))
    #expect(error.description.contains("did you mean `log1p`?"))
  }

  @Test(
    "each mistake is reported at its place",
    arguments: [
      ("", ExpressionError.Problem.empty, 0), ("   ", .empty, 0),
      ("recency <", .unexpectedEnd, 9), ("recency < and frequency > 1", .unexpected(word: "and"), 10),
      ("recency < < 5", .unexpected(word: "<"), 10), ("recency frequency", .unexpected(word: "frequency"), 8),
      ("recency < 3 4", .unexpected(word: "4"), 12), ("and recency < 3", .unexpected(word: "and"), 0),
      ("(recency < 3", .neverClosed, 0), ("recency < 3)", .closesNothing, 11),
      ("() < recency", .unexpected(word: ")"), 1), ("3(recency) < 2", .unexpected(word: "("), 1),
      ("recency = 3", .unexpectedCharacter("="), 8), ("!recency", .unexpectedCharacter("!"), 0),
      ("recency < 'a'", .unexpectedCharacter("'"), 10), ("recency ** 2 > 1", .unexpectedCharacter("*"), 8),
      ("recency ? 1 : 2", .unexpectedCharacter("?"), 8), ("recency ≥ 3", .unexpectedCharacter("≥"), 8),
      ("recency < 30d", .malformedNumber("30d"), 10), ("recency < 1.2.3", .malformedNumber("1.2.3"), 10),
      ("recency < 1e999", .malformedNumber("1e999"), 10),
      ("monetary_avg > 2,500", .misplacedComma, 16), ("(recency, frequency) > 1", .misplacedComma, 8),
      ("30 < recency < 60", .chainedComparison, 13), ("recency < 3 == 1", .chainedComparison, 12),
      ("1 < not recency", .misplacedNot, 4), ("recency > 1 and 2 + not frequency", .misplacedNot, 20),
      ("recency + 1", .notACondition, 0), ("recency", .notACondition, 0),
      ("1 < 2", .readsNoColumn, 0),
      ("abs < 2", .functionWithoutArguments(name: "abs"), 0),
      ("abs() < recency", .wrongArgumentCount(function: "abs", expected: 1...1, found: 0), 3),
      ("abs(recency, 1) < 2", .wrongArgumentCount(function: "abs", expected: 1...1, found: 2), 3),
      ("if(recency > 1, 2) > 1", .wrongArgumentCount(function: "if", expected: 3...3, found: 2), 2),
      ("max(recency,) > 1", .unexpected(word: ")"), 12), ("max(,recency) > 1", .unexpected(word: ","), 4),
      ("recency < quantile(recency, 2)", .quantileArguments, 10),
      ("recency < quantile(recency + 1, 0.5)", .quantileArguments, 10),
      ("recency < quantile(0.5)", .quantileArguments, 10),
    ])
  func problems(_ text: String, _ problem: ExpressionError.Problem, _ offset: Int) throws {
    let error = try #require(failure(text))
    #expect(error.problem == problem)
    #expect(error.offset == offset)
    let sentence = error.description
    #expect(sentence.hasSuffix(".") || sentence.hasSuffix("?"))
  }

  @Test("very long and deeply nested expressions are refused or evaluated, and never crash")
  func hostile() throws {
    let deep = String(repeating: "(", count: 1_500) + "recency < 1" + String(repeating: ")", count: 1_500)
    #expect(failure(deep)?.problem == .tooDeep(limit: 100))
    let long = Array(repeating: "recency < 1", count: 500).joined(separator: " or ")
    #expect(failure(long)?.problem == .tooLong(limit: ColumnExpression.lengthLimit))
    #expect(failure(String(repeating: "(", count: 4_000))?.problem == .tooDeep(limit: 100))
    #expect(failure(String(repeating: "9", count: 4_000) + " < recency")?.problem != nil)
    #expect(failure("recency < 1" + String(repeating: "\u{0}", count: 10))?.problem == .unexpectedCharacter("\u{0}"))
    #expect(failure(String(repeating: "a", count: 3_000) + " < 1")?.description.count ?? 0 < 2_000)

    let columns = NamedColumns(names: ["recency"], columns: [[0, 1]])
    let nots = String(repeating: "not ", count: 900) + "recency < 1"
    #expect(try ColumnExpression(nots).evaluate(columns) == [true, false])
    let signs = String(repeating: "-", count: 1_000) + "recency < 1"
    #expect(try ColumnExpression(signs).evaluate(columns) == [true, false])
    let nested = String(repeating: "abs(", count: 99) + "recency" + String(repeating: ")", count: 99) + " < 1"
    #expect(try ColumnExpression(nested).evaluate(columns) == [true, false])
    let powers = String(repeating: "2^", count: 900) + "recency > 1"
    #expect(try ColumnExpression(powers).evaluate(columns) == [true, true])
    let sums = "1" + String(repeating: "+1", count: 1_000) + " < recency"
    #expect(try ColumnExpression(sums).evaluate(columns) == [false, false])
  }

  @Test("every prefix of a long expression is either refused or compiled")
  func prefixes() {
    let text = "not (recency < quantile(recency, 0.25) or max(frequency, 2) ^ 2 >= -1.5e2) and is_null(engagement)"
    var refused = 0
    for length in 0...text.count where failure(String(text.prefix(length))) != nil { refused += 1 }
    #expect(refused > 50)
    #expect(failure(text) == nil)
  }

  @Test("5,000 random token sequences are either compiled or refused by our own checks, never by the library")
  func wordSoup() {
    let words = [
      "recency", "frequency", "3", "0.5", "and", "or", "not", "<", ">=", "==", "+", "-", "*", "/", "^", "(", ")", ",",
      "abs(", "if(", "max(", "quantile(recency, 0.5)", "is_null(", "nobody", "=",
    ]
    let columns = NamedColumns(names: ["recency", "frequency"], columns: [[1, .nan], [2, 3]])
    var random = PhiloxGenerator(seed: 5)
    var compiled = 0
    for _ in 0..<5_000 {
      let text = (0...random.index(below: 9)).map { _ in words[random.index(below: words.count)] }
        .joined(separator: " ")
      do {
        #expect(try ColumnExpression(text, purpose: .number).values(for: columns).count == 2)
        compiled += 1
      } catch let error as ExpressionError {
        if case .rejected = error.problem { Issue.record("\(text): \(error)") }
      } catch {
        Issue.record("\(text): \(error)")
      }
    }
    #expect(compiled > 50)
  }
}
