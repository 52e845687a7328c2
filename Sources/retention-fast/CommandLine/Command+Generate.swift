import CommandParsing
import Foundation
import Runs
import SyntheticShop

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
    run: writeShop)
}

extension Command {
  private static let writeShop: Action = { invocation in
    let options = invocation.common
    let file = invocation.options.path(.to) ?? URL(fileURLWithPath: "shop.csv")
    guard let format = ShopWriter.Format(rawValue: file.pathExtension.lowercased()) else {
      throw UsageError(
        path: invocation.path,
        problem: .badValue(
          option: "--to", value: file.relativePath, expected: "a file name that ends in .csv or .parquet", nearest: nil)
      )
    }
    var settings = SyntheticShopSettings(
      customers: invocation.options.integer(.customers) ?? 1000, seed: UInt64(options.seed ?? 42))
    settings.customers = max(1, settings.customers)
    let writer = try ShopWriter(settings, to: file, format: format)
    if options.effect == .dryRun {
      return try StandardOutput.write("would write \(settings.customers) customers to \(file.relativePath)\n")
    }
    let progress = options.progress(on: options.console)
    progress.begin(StageName("generate"), unit: "lines")
    defer { progress.end() }
    let summary = try writer.write(context: options.execution(progress))
    if options.format == .json { return try StandardOutput.write(json: summary) }
    try StandardOutput.write(
      "wrote \(summary.lines) lines, \(summary.orders) orders of \(settings.customers) customers to \(file.relativePath)\n"
    )
  }
}

extension OptionSpec {
  static let customers = value("customers", "N", .integer(1...100_000_000), standard: "1000", "How many customers")
  static let to = value(
    "to", "FILE", .path, standard: "shop.csv", "Where to write; the ending .csv or .parquet decides the format")
}
