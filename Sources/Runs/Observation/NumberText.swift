// Numbers as people read them, the same in every locale.

/// `541909` as `541,909`.
package func grouped(_ value: Int) -> String {
  var text = ""
  for (index, digit) in String(value.magnitude).reversed().enumerated() {
    if index > 0, index % 3 == 0 { text.append(",") }
    text.append(digit)
  }
  return (value < 0 ? "-" : "") + String(text.reversed())
}

/// `0.4 s`, `12 s`, `3 min 05 s`, `2 h 07 min`.
package func duration(_ seconds: Double) -> String {
  guard seconds.isFinite, seconds < 1e9 else { return "a long time" }
  if seconds < 9.95 { return "\(decimal(max(0, seconds), places: 1)) s" }
  let whole = Int(seconds.rounded())
  switch whole {
  case ..<60: return "\(whole) s"
  case ..<3600: return "\(whole / 60) min \(String(whole % 60).leftPadded(to: 2, with: "0")) s"
  default: return "\(whole / 3600) h \(String(whole / 60 % 60).leftPadded(to: 2, with: "0")) min"
  }
}

/// Fixed decimals, without Foundation's locale. For values below 2^53 / 10^places.
package func decimal(_ value: Double, places: Int) -> String {
  var scale = 1
  for _ in 0..<places { scale *= 10 }
  let scaled = Int((value.magnitude * Double(scale)).rounded())
  let sign = value < 0 && scaled > 0 ? "-" : ""
  let fraction = places == 0 ? "" : "." + String(scaled % scale).leftPadded(to: places, with: "0")
  return "\(sign)\(scaled / scale)\(fraction)"
}

extension String {
  package func padded(to width: Int) -> String {
    self + String(repeating: " ", count: max(0, width - count))
  }

  package func leftPadded(to width: Int, with filler: Character = " ") -> String {
    String(repeating: filler, count: max(0, width - count)) + self
  }
}
