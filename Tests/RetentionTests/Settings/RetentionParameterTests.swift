import Foundation
import Retention
import Settings
import Testing

@Suite struct RetentionParameterTests {
  private let all = RetentionParameters.all

  @Test("every default decodes back to itself, so every default is within its own limits")
  func defaultsAreAllowed() throws {
    let catalog = RetentionParameters.catalog
    for entry in catalog.defaults.entries {
      let again = try catalog.resolve(ConfigurationSources(overrides: [.init(set: "\(entry.key)=\(entry.value)")]))
      #expect(again.canonicalYAML() == catalog.defaults.canonicalYAML(), "\(entry.key)")
    }
  }

  @Test("the defaults make settings for every stage")
  func defaultsFit() throws {
    _ = try RetentionSettings(RetentionParameters.catalog.defaults)
  }

  @Test("keys are lower case with underscores, and every sentence is one")
  func form() {
    for parameter in all {
      #expect(parameter.key.wholeMatch(of: /[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)+/) != nil, "\(parameter.key)")
      #expect(parameter.summary.hasSuffix("."), "\(parameter.key)")
      #expect(parameter.summary.first?.isUppercase == true, "\(parameter.key)")
      #expect((20...300).contains(parameter.summary.count), "\(parameter.key)")
      #expect(!parameter.summary.contains("\n") && !parameter.summary.contains("  "), "\(parameter.key)")
    }
    #expect(Set(all.map(\.environmentVariable)).count == all.count)
  }

  @Test("a number has a unit, unless it is a penalty, a factor or a seed")
  func units() {
    let pure = [
      "seed", "learning_rate", "lambda_l1", "lambda_l2", "l2", "min_sum_hessian", "min_gain_to_split", "amount_scale",
    ]
    for parameter in all where parameter.unit == nil {
      let type = SettingLiteral.map(catalogSchema(parameter)).flow
      let isNumber = type.hasPrefix("{type: integer") || type.hasPrefix("{type: number")
      let leaf = parameter.key.split(separator: ".").last.map(String.init) ?? ""
      #expect(!isNumber || pure.contains(leaf) || leaf == "tweedie_variance_power", "\(parameter.key) has no unit")
    }
  }

  private func catalogSchema<P: ParameterDeclaration>(_ parameter: P) -> [SettingLiteral.Field] {
    P.Value.schema(parameter.limits)
  }

  @Test("every check of every category has a severity and a threshold")
  func checks() throws {
    for check in ValidationCheck.allCases {
      let key = "validation.\(check.category.rawValue).\(check.rawValue)"
      #expect(all.count { $0.key == key + ".severity" || $0.key == key + ".threshold" } == 2, "\(key)")
    }
    #expect(Set(ValidationCheck.allCases.map(\.category)) == Set(ValidationCategory.allCases))
    let settings = try ValidationSettings(
      RetentionParameters.catalog.resolve(yaml: "validation: {duplicates: {exact_duplicates: {severity: error}}}"))
    #expect(settings[.exactDuplicates].severity == .error)
    #expect(settings[.exactDuplicates].threshold == 0.05)
  }

  @Test("the canonical document reads back, with strategies and tiers in it")
  func canonical() throws {
    let configuration = try RetentionParameters.catalog.resolve(
      yaml: """
        strategies: {segments: {Night Owls: {priority: 9, goal: "Wake: them", actions: [a], campaign: c, budget_level: none}}}
        allocation: {tiers: [{name: t, cost: 0.1, success_rate: 1, channel: sms, kind: discount, capacity: 5}]}
        """)
    let canonical = configuration.canonicalYAML()
    let again = try RetentionParameters.catalog.resolve(yaml: canonical)
    #expect(again.canonicalYAML() == canonical)
    #expect(try RetentionSettings(again) == RetentionSettings(configuration))
  }

  @Test("what a record writes, its schema knows, and requires what decoding requires")
  func recordSchemas() throws {
    let configuration = try RetentionParameters.catalog.resolve(yaml: "allocation: {segment_shares: {A: {min: 0.1}}}")
    let settings = try RetentionSettings(configuration)
    let tier = try #require(settings.allocation.tiers.first)
    let strategy = try #require(settings.strategies.segments["Champions"])
    let share = try #require(settings.allocation.segmentShares["A"])
    try checkRecord(tier)
    try checkRecord(strategy)
    try checkRecord(share)
  }

  private func checkRecord<Record: SettingValue>(_ record: Record) throws {
    guard case .map(let fields) = record.literal else { return #expect(Bool(false), "no record") }
    let schema = Record.schema(.none)
    guard case .map(let properties)? = schema.first(where: { $0.key == "properties" })?.value else {
      return #expect(Bool(false), "no properties")
    }
    #expect(properties.map(\.key) == fields.map(\.key))
    var required: [SettingLiteral] = []
    if case .list(let names)? = schema.first(where: { $0.key == "required" })?.value { required = names }
    for field in fields {
      let rest = SettingLiteral.map(fields.filter { $0.key != field.key }).flow
      let node = try parseYAML(text: rest, file: "x")
      let decoded = try? Record.decode(node, key: "x", limits: .none)
      #expect((decoded == nil) == required.contains(.string(field.key)), "\(field.key)")
    }
  }
}
