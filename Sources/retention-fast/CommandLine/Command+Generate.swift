import Pipeline

extension Command {
  static let generate = Command(
    name: "generate",
    abstract: "Write the order lines of a synthetic shop",
    discussion: """
      The same seed and number of customers give the same file. The shop has what real exports have: regular and \
      lapsing customers, wholesalers, returns, seasons, and some broken lines.
      """,
    options: [.customers, .to, .seed, .threads, .json, .dryRun] + .display,
    examples: [
      Example("retention-fast generate --customers 500 --to shop.csv", "A small shop as CSV."),
      Example("retention-fast generate --customers 1000000 --to shop.parquet", "A large one as Parquet."),
    ],
    run: notWired)
}

extension OptionSpec {
  static let customers = value("customers", "N", .integer(1...100_000_000), standard: "1000", "How many customers")
  static let to = value(
    "to", "FILE", .path, standard: "shop.csv", "Where to write; the ending .csv or .parquet decides the format")
}
