import Settings

/// The first days of all months in `first...last`, in days since 1970-01-01, ascending.
func firstsOfMonths(from first: Int32, through last: Int32) -> [Int32] {
  guard first <= last else { return [] }
  var (year, month) = (1970 + Int(first) / 366, 1)
  // A year counted as 366 days starts at or before the first day wanted.
  while Int32(dayNumber(year, month)) > first { year -= 1 }
  var days: [Int32] = []
  while true {
    let day = Int32(dayNumber(year, month))
    if day > last { return days }
    if day >= first { days.append(day) }
    (year, month) = month == 12 ? (year + 1, 1) : (year, month + 1)
  }
}

private func dayNumber(_ year: Int, _ month: Int) -> Int {
  CalendarDay(year: year, month: month, day: 1)?.daysSince1970 ?? 0
}
