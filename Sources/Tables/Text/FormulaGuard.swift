/// Keeps a spreadsheet from reading text as a formula: a leading `=`, `+`, `-`, `@`, tab or carriage return gets an
/// apostrophe before it. For text alone; numbers stay numbers.
public func guardedAgainstFormulas(_ text: String) -> String {
  guard let first = text.unicodeScalars.first, "=+-@\t\r".unicodeScalars.contains(first) else { return text }
  return "'" + text
}
