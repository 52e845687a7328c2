/// What the numbers of a file say about its decimal mark.
public struct NumberEvidence: Sendable, Hashable {
  /// Distinct texts that only a decimal point explains.
  public private(set) var pointCount = 0
  /// Distinct texts that only a decimal comma explains.
  public private(set) var commaCount = 0
  /// The first text that a decimal point and a decimal comma read as different numbers.
  public private(set) var ambiguous: String?
  /// Marks that may stand between thousands.
  private let groups: ThousandsMarks

  /// - Parameter groups: marks that may stand between thousands; without the point, `1.234` is a fraction.
  public init(groups: ThousandsMarks = [.comma, .point, .space, .apostrophe]) {
    self.groups = groups
  }
}

extension NumberEvidence {
  /// Which decimal mark the texts call for.
  public enum Verdict: Sendable, Hashable {
    /// No number has a mark that could be decimal.
    case none
    case point, comma
    /// This text can be read in two ways, and no other text decides between them.
    case ambiguous(example: String)
  }

  /// What most texts say; a tie says nothing.
  public var verdict: Verdict {
    if pointCount > commaCount { return .point }
    if commaCount > pointCount { return .comma }
    return ambiguous.map { .ambiguous(example: $0) } ?? .none
  }

  /// - Parameter bytes: anything; what is no number counts for nothing.
  public mutating func add(_ bytes: TextBytes) {
    guard bytes.contains(where: { $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: ",") }),
      let number = FormattedNumber(bytes)
    else { return }
    switch number.evidence(groups: groups) {
    case .decimal(.point): pointCount += 1
    case .decimal(.comma): commaCount += 1
    case .ambiguous: if ambiguous == nil { ambiguous = String(decoding: bytes, as: UTF8.self) }
    case .none, .decimal: break
    }
    if pointCount > 0, pointCount == commaCount, ambiguous == nil {
      ambiguous = String(decoding: bytes, as: UTF8.self)
    }
  }
}
