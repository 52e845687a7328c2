import Text

/// Two columns of one name.
public struct RepeatedName: Sendable, Hashable {
  /// As the file has it, twice.
  public let name: String
  /// Positions in the file, from 1.
  public let first: Int
  public let second: Int
  /// What the second one is called instead.
  public let replacement: String

  var warning: String {
    "columns \(first) and \(second) are both named '\(excerpt(name))'; the second one is called '\(excerpt(replacement))'"
  }
}

/// What a file's header leaves open or says twice.
public struct HeaderFacts: Sendable, Hashable {
  /// Columns that are called otherwise because another one has their name.
  public var repeated: [RepeatedName] = []
  /// Whether numbers that stand for days are counted from 1904-01-01, and not as usual.
  public var countsFrom1904 = false

  public init() {}
}

/// Gives a column whose name an earlier one has the name `name_2`, `name_3`, …
///
/// - Parameter positions: of the columns in the file, from 1; nil for 1, 2, 3, …
func distinctNames(_ names: [String], positions: [Int]? = nil) -> (names: [String], repeated: [RepeatedName]) {
  var firsts: [String: Int] = [:]
  var taken = Set(names)
  var repeated: [RepeatedName] = []
  let distinct = names.enumerated().map { index, name in
    let position = positions?[index] ?? index + 1
    guard let first = firsts[name] else {
      firsts[name] = position
      return name
    }
    let replacement = freeName(name, among: taken)
    taken.insert(replacement)
    repeated.append(RepeatedName(name: name, first: first, second: position, replacement: replacement))
    return replacement
  }
  return (distinct, repeated)
}

/// `name_2`, or the first of `name_3`, `name_4`, … that is free.
private func freeName(_ name: String, among taken: Set<String>) -> String {
  var number = 2
  while taken.contains("\(name)_\(number)") { number += 1 }
  return "\(name)_\(number)"
}

/// A name for the column at `position`, from 1, that has none.
func positionName(_ position: Int, among taken: Set<String>) -> String {
  let name = "column_\(position)"
  return taken.contains(name) ? freeName(name, among: taken) : name
}
