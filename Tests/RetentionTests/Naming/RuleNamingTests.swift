import Numerics
import Retention
import Testing

@Suite struct RuleNamingTests {
  private let naming = RuleNaming.byRecency([("Fresh", 30, { $0 < 30 }), ("Known", 90, { $0 < 90 })])

  @Test("the first rule that holds gives the name, and the last name is for everybody else")
  func firstMatchWins() throws {
    let columns = NamedColumns(names: ["recency"], columns: [[10, 29, 30, 89, 90, .nan]])
    #expect(try naming.names(for: columns, context: .serial) == ["Fresh", "Fresh", "Known", "Known", "Rest", "Rest"])
    #expect(try naming.ruleIndices(for: columns) == [0, 0, 1, 1, 2, 2])
  }

  @Test("rules are displayed in order, with nothing for everybody else")
  func display() {
    #expect(naming.rules.map(\.name) == ["Fresh", "Known", "Rest"])
    #expect(naming.rules.map(\.condition) == ["Fresh", "Known", nil])
    #expect(naming.columns == ["rfm_recency_days"])
  }

  @Test("no rows have no names")
  func noRows() throws {
    #expect(try naming.names(for: NamedColumns(names: ["recency"], columns: [[]]), context: .serial) == [])
  }

  @Test("a missing column is an error that lists those that are there")
  func missingColumn() {
    let columns = NamedColumns(names: ["frequency"], columns: [[1]])
    #expect(throws: NamingError.missingColumn(name: "rfm_recency_days", present: ["rfm_frequency_count"])) {
      try naming.names(for: columns, context: .serial)
    }
  }

  @Test("a short name and its full name are one column")
  func shortNames() throws {
    let short = NamedColumns(names: ["monetary_avg", "engagement"], columns: [[1], [2]])
    #expect(short.names == ["rfm_monetary_avg", "engagement_score"])
    #expect(try short.column("engagement_score") == [2])
  }

  @Test("the vocabulary has the 33 features and six short names")
  func vocabulary() {
    let vocabulary = ColumnVocabulary.features
    #expect(vocabulary.columns.count == 33)
    #expect(vocabulary.allNames.count == 39)
    #expect(vocabulary.fullName(of: "customer_age") == "days_since_first_purchase")
    #expect(vocabulary.fullName(of: "recencyy") == nil)
    #expect(vocabulary["revenue_trend_slope"]?.isNonNegative == false)
    // Rules may also name the eight columns of a naming by history.
    #expect(ColumnVocabulary.naming.allNames.count == 47 && vocabulary["silence"] == nil)
    #expect(ColumnVocabulary.naming["silence"]?.isNonNegative == true)
  }
}

@Suite struct DuplicateNamesTests {
  private let names = ["At Risk", "Champions", "At Risk", "Lost", "At Risk"]

  @Test("merge leaves names as they are")
  func merge() {
    #expect(SegmentationSettings.DuplicateNames.merge.labels(for: names) == names)
  }

  @Test("number counts those that stand more than once, in the order of the clusters")
  func number() {
    let labels = SegmentationSettings.DuplicateNames.number.labels(for: names)
    #expect(labels == ["At Risk 1", "Champions", "At Risk 2", "Lost", "At Risk 3"])
  }

  @Test("a number never makes a label that is a name already")
  func collision() {
    let labels = SegmentationSettings.DuplicateNames.number.labels(for: ["A", "A 1", "A", "A 1"])
    #expect(Set(labels).count == 4)
    #expect(labels == ["A 2", "A 1 1", "A 3", "A 1 2"])
  }
}
