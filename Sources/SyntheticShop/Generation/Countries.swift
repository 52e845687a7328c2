/// The countries of a synthetic shop's customers: mostly the home country, with a long tail of others.
enum Countries {
  static let names = [
    "United Kingdom", "Germany", "France", "Ireland", "Spain", "Netherlands", "Belgium", "Switzerland", "Portugal",
    "Italy", "Sweden", "Norway", "Denmark", "Finland", "Austria", "Poland", "Australia", "United States", "Japan",
    "Channel Islands",
  ]
  static let shares =
    [0.86, 0.022, 0.02, 0.015, 0.01, 0.009, 0.008, 0.007, 0.006] + [Double](repeating: 0.0039, count: 11)
  static let cells = names.map { Array($0.utf8) }
}
