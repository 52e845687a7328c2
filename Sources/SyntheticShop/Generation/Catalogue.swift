import Numerics

/// What a synthetic shop sells: ids, descriptions, list prices and popularity, by product number.
package struct Catalogue: Sendable {
  /// Unique ids: five digits, some followed by a letter.
  package let productIDs: [String]
  /// Uppercase; some contain commas or quotation marks.
  package let descriptions: [String]
  /// List prices in pence, lognormal with a median of about £2.
  package let listPrices: [Int64]
  /// Draws a product in proportion to its popularity.
  let popularity: AliasTable
  /// `productIDs` and the quoted `descriptions` as bytes, to be copied into files.
  let idCells: [[UInt8]]
  let descriptionCells: [[UInt8]]
}

extension Catalogue {
  /// Number of products.
  package var count: Int { productIDs.count }

  /// - Parameter count: number of products.
  init(count: Int, seed: UInt64) {
    // Customers use streams from 0 upward, so the last one is free.
    var random = PhiloxGenerator(seed: seed, stream: .max)
    var productIDs: [String] = []
    var descriptions: [String] = []
    var prices: [Int64] = []
    for product in 0..<count {
      productIDs.append(Self.productID(product, &random))
      descriptions.append(Self.description(&random))
      prices.append(Self.price(&random))
    }
    var byRank = (0..<count).map { 1 / (Double($0) + 1 + 0.01 * Double(count)) }
    random.shuffle(&byRank)
    self.productIDs = productIDs
    self.descriptions = descriptions
    listPrices = prices
    // Zipf's law with Mandelbrot's shift of the rank, so that no single product dominates.
    popularity = AliasTable(weights: byRank)
    idCells = productIDs.map { Array($0.utf8) }
    descriptionCells = descriptions.map(Self.quotedForCSV)
  }

  private static func productID(_ product: Int, _ random: inout PhiloxGenerator) -> String {
    let number = String(20_000 + product)
    return random.bernoulli(0.15) ? number + ["A", "B", "C", "D"][random.index(below: 4)] : number
  }

  /// Median £2.05, quartiles £1.15 and £3.55; always 5 pence below a multiple of 10.
  private static func price(_ random: inout PhiloxGenerator) -> Int64 {
    let pence = random.lognormal(logMean: 5.3, logStandardDeviation: 0.85)
    return Int64((pence / 10).rounded(.up)) * 10 - 5
  }

  /// Quotes a cell as RFC 4180 requires: one with a comma or a quotation mark is put in quotation marks, and those
  /// inside are doubled.
  private static func quotedForCSV(_ text: String) -> [UInt8] {
    guard text.contains(where: { $0 == "," || $0 == "\"" }) else { return Array(text.utf8) }
    return Array(
      ("\"" + text.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\"").utf8)
  }
}

extension Catalogue {
  private static func description(_ random: inout PhiloxGenerator) -> String {
    func one(_ words: [String]) -> String { words[random.index(below: words.count)] }
    let thing = one(styles) + " " + one(things)
    return switch random.index(below: 20) {
    case 0: thing + ", " + one(colors)
    case 1: "\(thing) \(4 + random.index(below: 9))\""
    case 2...4: "SET OF \(2 + random.index(below: 11)) \(thing)S"
    default: one(colors) + " " + thing
    }
  }

  private static let colors = [
    "BLUE", "RED", "GREEN", "IVORY", "PINK", "BLACK", "GREY", "MUSTARD", "SILVER", "GOLD", "TEAL", "NATURAL",
  ]
  private static let styles = [
    "ENAMEL", "WICKER", "COTTON", "RUSTIC", "STRIPED", "FLORAL", "GLASS", "WOODEN", "CERAMIC", "FELT", "LINEN", "TIN",
    "PAPER", "BRASS", "NORDIC", "DOTTED",
  ]
  private static let things = [
    "MUG", "JUG", "CANDLE", "BASKET", "CUSHION", "NOTEBOOK", "LANTERN", "TRAY", "BOWL", "APRON", "DOORSTOP", "CLOCK",
    "VASE", "GARLAND", "STOCKING", "TEAPOT", "COASTER", "HOOK", "FRAME", "LUNCH BOX", "BUNTING", "PARASOL", "KEY RING",
    "CAKE STAND",
  ]
}
