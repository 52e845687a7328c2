import Tables

/// The first days of all months in `first...last`, in days since 1970-01-01, ascending.
func firstsOfMonths(from first: Int32, through last: Int32) -> [Int32] {
  guard first <= last else { return [] }
  var (year, month) = (CivilTime.civil(fromDays: first).year, CivilTime.civil(fromDays: first).month)
  var days: [Int32] = []
  while true {
    let day = CivilTime.days(year: year, month: month, day: 1)
    if day > last { return days }
    if day >= first { days.append(day) }
    (year, month) = month == 12 ? (year + 1, 1) : (year, month + 1)
  }
}

/// All Mondays in `first...last`, in days since 1970-01-01 (a Thursday), ascending.
func mondays(from first: Int32, through last: Int32) -> [Int32] {
  let weekday = ((first + 3) % 7 + 7) % 7
  let monday = weekday == 0 ? first : first + 7 - weekday
  return monday <= last ? Array(stride(from: monday, through: last, by: 7)) : []
}
