import Runs
import Text

extension ProgressEvent {
  /// One line of fewer than `width` columns, such as
  /// `churn      [#########-----------]   45 %  225/500 trees  112 trees/s  2.4 s left`.
  func text(width: Int) -> String {
    let name = stage.rawValue.padded(to: 9)
    var parts: [String] = []
    if let total, total > 0 {
      let share = min(1, Double(done) / Double(total))
      parts = [Self.bar(share), "\(Int(share * 100)) %".leftPadded(to: 5)]
      parts.append("\(grouped(done))/\(grouped(total)) \(unit)")
    } else if done > 0 {
      parts = ["\(grouped(done)) \(unit)"]
    }
    if let rate { parts.append("\(Self.brief(rate)) \(unit)/s") }
    if let secondsLeft {
      parts.append("\(duration(secondsLeft)) left")
    } else {
      parts.append(duration(seconds))
    }
    // The last parts matter least. A line that wraps could not be erased.
    while parts.count > 1, ([name] + parts).joined(separator: "  ").count >= width { parts.removeLast() }
    return String(([name] + parts).joined(separator: "  ").prefix(max(0, width - 1)))
  }

  private static func bar(_ share: Double) -> String {
    let filled = Int((share * 20).rounded(.down))
    return "[" + String(repeating: "#", count: filled) + String(repeating: "-", count: 20 - filled) + "]"
  }

  /// A number with three digits: `950`, `12.3 k`, `1.25 M`.
  private static func brief(_ value: Double) -> String {
    let (scaled, mark) =
      switch value {
      case ..<1e3: (value, "")
      case ..<1e6: (value / 1e3, " k")
      case ..<1e9: (value / 1e6, " M")
      default: (value / 1e9, " G")
      }
    let places = scaled >= 100 ? 0 : scaled >= 10 ? 1 : 2
    return decimal(scaled, places: places) + mark
  }
}
