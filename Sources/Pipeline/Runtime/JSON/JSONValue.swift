/// JSON whose objects keep the order they were written in, so that reports read as their author meant.
public indirect enum JSONValue: Sendable, Hashable {
  case null
  case bool(Bool)
  case integer(Int)
  /// NaN and infinities have no JSON form and are written as `null`.
  case number(Double)
  case string(String)
  case array([JSONValue])
  case object(JSONObject)
}

/// Members in order; a key stands once.
public struct JSONObject: Sendable, Hashable {
  public struct Member: Sendable, Hashable {
    public let key: String
    public var value: JSONValue
  }

  public private(set) var members: [Member] = []

  public init() {}

  /// The caller knows that no key stands twice.
  init(unique members: some Sequence<(String, JSONValue)>) {
    self.members = members.map { Member(key: $0, value: $1) }
  }

  /// The first member of that key. Setting one that exists keeps its place; setting nil removes it.
  public subscript(key: String) -> JSONValue? {
    get { members.first { $0.key == key }?.value }
    set {
      let place = members.firstIndex { $0.key == key }
      switch (place, newValue) {
      case (let place?, let value?): members[place].value = value
      case (let place?, nil): members.remove(at: place)
      case (nil, let value?): members.append(Member(key: key, value: value))
      case (nil, nil): break
      }
    }
  }
}
