/// Whether the text is a share in hundredths, such as `12.5 %` or `%12,5`.
public func isPercentage(_ bytes: TextBytes) -> Bool {
  guard bytes.count <= 64, let text = String(validating: bytes, as: UTF8.self) else { return false }
  let scalars = text.unicodeScalars[...].trimmed
  let marks: Set<Unicode.Scalar> = ["%", "\u{ff05}"]
  guard let first = scalars.first, let last = scalars.last, marks.contains(first) != marks.contains(last) else {
    return false
  }
  var number = String(Substring(marks.contains(first) ? scalars.dropFirst() : scalars.dropLast()))
  return number.withUTF8 { FormattedNumber($0).map { $0.currency == nil } ?? false }
}
