import Foundation
import Numerics
import SyntheticShop
import Testing

@Suite("Cells of generated lines") struct LineCellTests {
  @Test("the header is that of UCI Online Retail")
  func header() {
    #expect(
      String(decoding: LineBlock.csvHeader, as: UTF8.self)
        == "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n")
  }

  @Test("clean cells parse back to the columns they were written from")
  func roundTrip() throws {
    let sample = try Sample(customers: 150) { $0.dirt = .none }
    let (shop, block) = (sample.shop, sample.block)
    let lines = ParsedLine.parse(sample.csv)
    #expect(lines.count == block.count)
    for (index, line) in lines.enumerated() {
      #expect(line.order == (block.isCancellation[index] ? "C" : "") + String(block.orderNumbers[index]))
      #expect(line.product == shop.catalogue.productIDs[Int(block.products[index])])
      #expect(line.description == shop.catalogue.descriptions[Int(block.products[index])])
      #expect(line.customer == shop.customerID(Int(block.customers[index])))
      #expect(Int32(line.quantity) == block.quantities[index])
      #expect(line.date?.timeIntervalSince1970 == Double(block.times[index]) / 1e6)
      #expect(Double(line.price).map { Int64(($0 * 100).rounded()) } == block.unitPrices[index])
      #expect(line.price.wholeMatch(of: /\d+\.\d\d/) != nil)
    }
  }

  @Test("some descriptions have commas and quotation marks, and product ids are unique")
  func catalogue() throws {
    let catalogue = try Sample(customers: 1).shop.catalogue
    #expect(Set(catalogue.productIDs).count == catalogue.count)
    #expect(catalogue.descriptions.contains { $0.contains(",") })
    #expect(catalogue.descriptions.contains { $0.hasSuffix("\"") })
    #expect(catalogue.listPrices.allSatisfy { $0 > 0 })
    let median = try #require(quantile(0.5, of: catalogue.listPrices.map(Double.init)))
    #expect((170...240).contains(median))
  }

  @Test("each defect appears in its own cell only")
  func flaws() throws {
    let sample = try Sample(customers: 400) { $0.dirt = .everythingOften }
    let block = sample.block
    for (line, dirt) in zip(ParsedLine.parse(sample.csv), block.dirt) {
      let blank = CharacterSet.whitespaces
      #expect((line.customer.isEmpty) == (dirt == .blankCustomer))
      #expect((line.customer != line.customer.trimmingCharacters(in: blank)) == (dirt == .paddedCustomer))
      #expect((line.order != line.order.trimmingCharacters(in: blank)) == (dirt == .paddedOrder))
      #expect((line.product != line.product.trimmingCharacters(in: blank)) == (dirt == .paddedProduct))
      #expect((line.date == nil) == (dirt == .unparsableDate))
      #expect((Double(line.quantity) == nil) == (dirt == .unparsableQuantity))
      #expect((Double(line.price) == nil) == (dirt == .unparsablePrice))
      #expect((Double(line.quantity) == 0) == (dirt == .zeroQuantity))
      #expect((Double(line.price) == 0) == (dirt == .zeroPrice))
      #expect((Double(line.price) ?? 1 < 0) == (dirt == .negativePrice))
    }
    for flaw in InjectedDefect.allCases { #expect(block.dirt.contains(flaw), "\(flaw)") }
  }

  @Test("typed columns have the values of the cells, and null for a cell without a value of its type")
  func columns() throws {
    let sample = try Sample(customers: 200) { $0.dirt = .everythingOften }
    let columns = sample.block.columns()
    func text(_ column: LineColumns.TextColumn, _ line: Int) -> String? {
      let bytes = column.bytes[Int(column.offsets[line])..<Int(column.offsets[line + 1])]
      return column.isValid[line] ? String(decoding: bytes, as: UTF8.self) : nil
    }
    func value<Value>(_ column: LineColumns.NullableColumn<Value>, _ line: Int) -> Value? {
      column.isValid[line] ? column.values[line] : nil
    }
    for (index, line) in ParsedLine.parse(sample.csv).enumerated() {
      #expect(text(columns.orderIDs, index) == line.order)
      #expect(text(columns.productIDs, index) == line.product)
      #expect(text(columns.descriptions, index) == line.description)
      #expect(text(columns.customerIDs, index) == (line.customer.isEmpty ? nil : line.customer))
      #expect(text(columns.countries, index) == line.country)
      #expect(value(columns.quantities, index) == Double(line.quantity))
      #expect(value(columns.unitPrices, index) == Double(line.price))
      #expect(value(columns.times, index).map { Double($0) / 1e6 } == line.date?.timeIntervalSince1970)
    }
  }
}

extension DefectRates {
  /// Every defect in four of a hundred lines.
  static var everythingOften: DefectRates {
    var rates = DefectRates()
    rates.blankCustomer = 0.04
    rates.duplicateLine = 0.04
    rates.zeroPrice = 0.04
    rates.negativePrice = 0.04
    rates.zeroQuantity = 0.04
    rates.unparsableDate = 0.04
    rates.unparsableQuantity = 0.04
    rates.unparsablePrice = 0.04
    rates.outlierPrice = 0.04
    rates.paddedID = 0.12
    return rates
  }
}
