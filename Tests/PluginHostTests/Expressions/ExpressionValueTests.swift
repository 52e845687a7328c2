import Numerics
import PluginHost
import Retention
import Testing

@Suite struct ExpressionValueTests {
  private let columns = NamedColumns(
    names: ["recency", "frequency", "monetary_avg"],
    columns: [[10, 40, .nan, 100], [1, 5, 12, .nan], [50, 0, 200, 80]])

  private func holds(_ text: String) throws -> [Bool] {
    try ColumnExpression(text).evaluate(columns)
  }

  private func values(_ text: String) throws -> [Double] {
    try ColumnExpression(text, purpose: .number).values(for: columns)
  }

  @Test(
    "comparisons and connectives",
    arguments: [
      ("recency < 40", [true, false, false, false]), ("recency <= 40", [true, true, false, false]),
      ("recency > 40", [false, false, false, true]), ("40 <= recency", [false, true, false, true]),
      ("recency == 10", [true, false, false, false]), ("recency != 10", [false, true, false, true]),
      ("recency < 50 and frequency > 3", [false, true, false, false]),
      ("recency < 20 or frequency > 3", [true, true, true, false]),
      ("recency < 20 && frequency > 3 || monetary_avg == 0", [false, true, false, false]),
    ])
  func connectives(_ text: String, _ expected: [Bool]) throws {
    #expect(try holds(text) == expected)
  }

  @Test(
    "a null leaves a comparison open, also under `not`",
    arguments: [
      ("not recency < 40", [false, true, false, true]), ("not (recency < 40)", [false, true, false, true]),
      ("not not recency < 40", [true, false, false, false]),
      ("recency < 40 or recency >= 40", [true, true, false, true]),
      ("not (recency < 40 and frequency < 3)", [false, true, true, true]),
      ("is_null(recency)", [false, false, true, false]),
      ("not is_null(frequency)", [true, true, true, false]),
      ("recency / 0 > 1", [false, false, false, false]),
      ("not recency / 0 > 1", [false, false, false, false]),
      ("0 * monetary_avg / monetary_avg == 0", [true, false, true, true]),
      ("max(recency, frequency) > 11", [false, true, false, false]),
      ("min(frequency, 0) == 0", [true, true, true, false]),
    ])
  func nulls(_ text: String, _ expected: [Bool]) throws {
    #expect(try holds(text) == expected)
  }

  @Test("operators have the precedence that they have in Python")
  func precedence() throws {
    #expect(try values("monetary_avg * 0 + 2 + 3 * 4")[0] == 14)
    #expect(try values("monetary_avg * 0 + 2 ^ 3 ^ 2")[0] == 512)
    #expect(try values("- frequency ^ 2")[1] == -25)
    #expect(try values("2 - - frequency")[1] == 7)
    #expect(try values("2 ^ -frequency")[0] == 0.5)
    #expect(try values("1 - 2 - frequency")[1] == -6)
    #expect(try holds("recency > 1000 and frequency > 0 or monetary_avg == 50") == [true, false, false, false])
    #expect(try holds("not recency > 20 and frequency > 0") == [true, false, false, false])
    #expect(try holds("not recency == 10 or frequency == 1") == [true, true, false, true])
  }

  @Test("functions")
  func functions() throws {
    #expect(try values("abs(0 - recency)")[1] == 40)
    #expect(try values("sqrt(monetary_avg + 14)")[0] == 8)
    #expect(try values("log(exp(frequency))")[1] == 5)
    #expect(try values("log1p(monetary_avg)")[1] == 0)
    #expect(try values("floor(recency / 3)")[0] == 3)
    #expect(try values("ceil(recency / 3)")[0] == 4)
    #expect(try values("min(recency, 20, frequency)")[1] == 5)
    #expect(try values("max(7, frequency, 2)")[0] == 7)
    #expect(try values("if(recency < 20, 1, 2)") == [1, 2, 2, 2])
  }

  @Test("quantile is the type 7 quantile over all rows, without nulls")
  func quantiles() throws {
    #expect(try values("monetary_avg * 0 + quantile(recency, 0.25)") == [25, 25, 25, 25])
    #expect(try holds("recency <= quantile(recency, 0.5)") == [true, true, false, false])
    let nothing = NamedColumns(names: ["recency"], columns: [[.nan, .nan]])
    #expect(try ColumnExpression("recency <= quantile(recency, 0.5)").evaluate(nothing) == [false, false])
  }

  @Test("a full name and a short name mean the same column, which is listed once")
  func names() throws {
    let expression = try ColumnExpression("recency < 3 and rfm_recency_days > 1 and activity_score > 0")
    #expect(expression.outline.columns == ["rfm_recency_days", "activity_score"])
  }

  @Test("thresholds are the numbers that a column is compared with directly")
  func outline() throws {
    let outline = try ColumnExpression(
      "recency < 30 and 5 <= frequency and revenue_trend_slope > -2 and 2 * recency > 7 and not monetary_avg > 1"
    ).outline
    #expect(outline.thresholds["rfm_recency_days"] == [30])
    #expect(outline.thresholds["rfm_frequency_count"] == [5])
    #expect(outline.thresholds["revenue_trend_slope"] == [-2])
    #expect(outline.thresholds["rfm_monetary_avg"] == [1])
    #expect(outline.unboundColumns == ["rfm_recency_days"])
  }

  @Test("values are bit-identical for any number of threads, across chunks")
  func threads() throws {
    let recency = (0..<200_000).map { $0 % 97 == 0 ? Double.nan : Double($0 % 1000) / 7 }
    let big = NamedColumns(names: ["recency"], columns: [recency])
    let expression = try ColumnExpression("log1p(recency) / (recency + quantile(recency, 0.9))", purpose: .number)
    let serial = try expression.values(for: big, context: .serial)
    let parallel = try expression.values(for: big, context: .threads(4))
    #expect(serial.map(\.bitPattern) == parallel.map(\.bitPattern))
    #expect(serial.count == recency.count)
  }

  @Test("no rows give no values")
  func noRows() throws {
    #expect(try ColumnExpression("recency < 3").evaluate(NamedColumns(names: ["recency"], columns: [[]])) == [])
  }
}
