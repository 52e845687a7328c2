import Numerics
import Retention
import Tables

extension IngestSettings {
  func readOptions(_ parallelism: Parallelism) -> ReadOptions {
    ReadOptions(text: TextOptions(self), sheet: sheet, parallelism: parallelism)
  }
}

extension TextOptions {
  /// What the settings leave to `auto` is found out.
  init(_ settings: IngestSettings) {
    self.init(
      delimiter: CSVDialect(settings.separator)?.delimiter, quoting: Quoting(settings.quote),
      encoding: TextEncoding(settings.encoding))
  }
}

extension CSVDialect {
  /// nil to find out.
  fileprivate init?(_ separator: IngestSettings.Separator) {
    switch separator {
    case .auto: return nil
    case .comma: self = .comma
    case .semicolon: self = .semicolon
    case .tab: self = .tab
    case .pipe: self = .pipe
    }
  }
}

extension TextOptions.Quoting {
  fileprivate init(_ quote: IngestSettings.Quote) {
    self =
      switch quote {
      case .auto: .detect
      case .double: .mark(UInt8(ascii: "\""))
      case .single: .mark(UInt8(ascii: "'"))
      case .none: .none
      }
  }
}

extension TextEncoding {
  /// nil to find out.
  fileprivate init?(_ encoding: IngestSettings.Encoding) {
    switch encoding {
    case .auto: return nil
    case .utf8: self = .utf8
    case .windows1252: self = .windows1252
    case .latin1: self = .latin1
    case .utf16: self = .utf16
    }
  }
}
