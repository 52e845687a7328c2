import CivilTime

/// The first days of all months in `first...last`, in days since 1970-01-01, ascending.
func firstsOfMonths(from first: Int32, through last: Int32) -> [Int32] {
  let date = CivilDate(daysSince1970: first)
  var day = first - Int32(date.day - 1)
  var days: [Int32] = []
  while day <= last {
    if day >= first { days.append(day) }
    day = CivilDate(daysSince1970: day).adding(months: 1).daysSince1970
  }
  return days
}

/// All Mondays in `first...last`, in days since 1970-01-01, ascending.
func mondays(from first: Int32, through last: Int32) -> [Int32] {
  let weekday = Int32(CivilDate.weekday(ofDaysSince1970: first))
  let monday = weekday == 0 ? first : first + 7 - weekday
  return monday <= last ? Array(stride(from: monday, through: last, by: 7)) : []
}
