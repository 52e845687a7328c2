import Settings
import Testing

/// A shop's section, all of it: nothing else knows these settings.
private struct OpeningSettings: SettingsSection {
  static let name = "opening"
  static let summary = "When the shop is open."

  @Setting("opening.first_hour", default: 9, unit: "hours", in: .between(0, 24), "Hour at which the shop opens.")
  var firstHour: Int

  @Setting("opening.last_hour", default: 18, unit: "hours", in: .between(0, 24), "Hour at which the shop closes.")
  var lastHour: Int

  let holidays = Holidays()
  let counters = ["front", "back"].map { Counter($0) }

  struct Holidays: SettingsGroup {
    @Setting("opening.holidays.days", default: ["12-25"], "Days on which the shop is closed.")
    var days: [String]
    @Setting("opening.holidays.notice", default: nil, emptiness: .forbidden, "Text on the door; null hangs up none.")
    var notice: String?

    func check(_ configuration: Configuration) throws(SettingsError) {
      guard Set(days).count == days.count else { throw configuration.invalid($days, must: "name each day once") }
    }
  }

  struct Counter: SettingsGroup {
    let name: String
    @Setting var clerks: Int

    init(_ name: String) {
      self.name = name
      _clerks = Setting("opening.counters.\(name)", default: 1, unit: "clerks", "Clerks at the \(name) counter.")
    }
  }

  func check(_ configuration: Configuration) throws(SettingsError) {
    try configuration.require(firstHour < lastHour, $firstHour, "be before", $lastHour, "be after")
  }
}

private struct ShopSettings: ConfigurableSettings {
  let opening = OpeningSettings()
}

@Suite("A setting is declared in one place") struct SettingsSectionTests {
  private let catalog = ParameterCatalog(ShopSettings().sections)

  @Test("a declaration alone makes it resolvable, and its value is read")
  func read() throws {
    let yaml = """
      opening:
        first_hour: 7
        holidays: {days: [01-01], notice: Closed}
        counters: {back: 3}
      """
    let settings = try ShopSettings(catalog.resolve(yaml: yaml)).opening
    #expect(settings.firstHour == 7 && settings.lastHour == 18)
    #expect(settings.holidays.days == ["01-01"] && settings.holidays.notice == "Closed")
    #expect(settings.counters.map(\.clerks) == [1, 3])
    let environment = try catalog.resolve(
      ConfigurationSources(environment: ["RETENTION_FAST__OPENING__COUNTERS__FRONT": "2"]))
    #expect(try OpeningSettings(environment).counters.map(\.clerks) == [2, 1])
  }

  @Test("and documented: in the schema, in the commented file and in the listing, in the order of declaration")
  func documented() {
    let keys = ["first_hour", "last_hour", "holidays.days", "holidays.notice", "counters.front", "counters.back"]
    #expect(catalog.parameters.map(\.key) == keys.map { "opening." + $0 })
    #expect(catalog.defaults.entries.map(\.key) == keys.map { "opening." + $0 })
    for text in ["Hour at which the shop opens.", "Text on the door", "Clerks at the back counter.", "When the shop"] {
      #expect(catalog.jsonSchema().contains(text), "\(text)")
      #expect(catalog.commentedYAML(heading: "").contains(text), "\(text)")
    }
    #expect(catalog.jsonSchema().contains("Unit: clerks."))
  }

  @Test("limits of one setting, and what settings must be together, name the place")
  func errors() {
    func sentence(_ text: String) -> String? {
      do {
        _ = try ShopSettings(catalog.resolve(yaml: text, file: "a.yaml"))
        return nil
      } catch { return "\(error)" }
    }
    #expect(sentence("opening: {first_hour: 25}") == "a.yaml:1:23: `opening.first_hour` is 25; allowed is 0 to 24.")
    #expect(
      sentence("opening: {first_hour: 20}")
        == "a.yaml:1:23: `opening.first_hour` is 20; it must be before `opening.last_hour` (18, default).")
    #expect(
      sentence("opening: {last_hour: 3}")
        == "a.yaml:1:22: `opening.last_hour` is 3; it must be after `opening.first_hour` (9, default).")
    #expect(sentence("opening: {holidays: {days: [a, a]}}")?.contains("name each day once") == true)
    #expect(sentence("opening: {frist_hour: 1}")?.contains("did you mean `opening.first_hour`?") == true)
  }

  @Test("without a configuration it has its default, and a reading does not linger")
  func defaults() throws {
    let configured = try ShopSettings(catalog.resolve(yaml: "opening: {first_hour: 7}"))
    #expect(ShopSettings().opening.firstHour == 9)
    #expect(configured != ShopSettings())
    #expect(try ShopSettings(catalog.defaults) == ShopSettings())
    #expect(configured.opening.$firstHour.defaultValue == 9)
  }
}

private enum Speed: String, SettingChoice {
  case slow, fast, impossible
  static var choices: [Speed] { [.slow, .fast] }
}

private struct MotorSettings: SettingsSection {
  static let name = "motor"
  static let summary = "How it runs."
  @Setting("motor.speed", default: .auto, "How fast it runs; auto finds out.")
  var speed: AutoOr<Speed>
  @Setting("motor.limit", default: .fast, "The fastest that is allowed.")
  var limit: Speed
}

@Suite("Choices") struct SettingChoiceTests {
  private let catalog = ParameterCatalog([MotorSettings().declarations])

  @Test("auto, or a choice that is stated")
  func autoOr() throws {
    #expect(MotorSettings().speed.stated == nil)
    #expect(try MotorSettings(catalog.resolve(yaml: "motor: {speed: auto}")).speed == .auto)
    let stated = try catalog.resolve(yaml: "motor: {speed: slow}")
    #expect(try MotorSettings(stated).speed.stated == .slow)
    #expect(try catalog.resolve(yaml: stated.canonicalYAML()).canonicalYAML() == stated.canonicalYAML())
    #expect(catalog.commentedYAML(heading: "").contains("auto finds out. [auto, slow, fast]"))
  }

  @Test("a case that no user may write is unknown, in both")
  func hiddenCase() {
    for (key, known) in [("speed", ["auto", "slow", "fast"]), ("limit", ["slow", "fast"])] {
      #expect {
        try catalog.resolve(yaml: "motor: {\(key): impossible}")
      } throws: {
        guard case .unknownChoice(_, "impossible", _, known, _)? = $0 as? SettingsError else { return false }
        return true
      }
    }
    #expect(!catalog.jsonSchema().contains("impossible"))
  }
}
