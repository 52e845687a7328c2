import Foundation
import Tables
import TestSupport
import Testing

@Suite("Encodings beyond the West") struct WorldEncodingTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// Text in an encoding, by the name that iconv has for it.
  private func bytes(_ text: String, _ name: String) throws -> [UInt8] {
    let handle = try #require(iconv_open(name, "UTF-8"))
    defer { iconv_close(handle) }
    var source = Array(text.utf8).map { CChar(bitPattern: $0) }
    var target = [CChar](repeating: 0, count: 4 * source.count + 16)
    var (sourceLeft, targetLeft) = (source.count, target.count)
    let status = source.withUnsafeMutableBufferPointer { source in
      target.withUnsafeMutableBufferPointer { target in
        var (from, to) = (source.baseAddress, target.baseAddress)
        return iconv(handle, &from, &sourceLeft, &to, &targetLeft)
      }
    }
    try #require(status != -1 && sourceLeft == 0, "\(name) has no \(text)")
    return target.prefix(target.count - targetLeft).map { UInt8(bitPattern: $0) }
  }

  /// A file of names, each several times, as in order lines.
  private func write(_ names: [String], _ encoding: String) throws -> String {
    let lines = (0..<40).map { "\($0),\"\(names[$0 % names.count])\",2.50\n" }
    return try folder.write(bytes("id,name,price\n" + lines.joined(), encoding), to: "\(encoding).csv").path
  }

  private func read(_ path: String, _ options: ReadOptions = ReadOptions()) throws -> (TextEncoding?, [String?]) {
    let reader = try TableReader(path: path, options: options)
    while try reader.next() != nil {}
    return (reader.encoding, try TextRows(reading: path, options: options).rows.map { $0[1] })
  }

  // MARK: - Known answers

  /// Bytes that Python's codecs give.
  @Test(
    "bytes are the letters of the encoding that is stated",
    arguments: [
      (TextEncoding.gbk, [0xba, 0xec, 0xc9, 0xab], "红色"), (.gb18030, [0x81, 0x30, 0x84, 0x36, 0xba, 0xec], "¥红"),
      (.big5, [0xac, 0xf5, 0xa6, 0xe2], "紅色"), (.shiftJIS, [0x93, 0x8c, 0x8b, 0x9e, 0xc3], "東京ﾃ"),
      (.eucJP, [0xc5, 0xec, 0xb5, 0xfe], "東京"), (.eucKR, [0xb1, 0xe8], "김"),
      (.windows1250, [0xa3, 0xf3, 0x64, 0x9f], "Łódź"), (.windows1251, [0xcc, 0xee, 0xf1, 0xea, 0xe2, 0xe0], "Москва"),
      (.windows1253, [0xc1, 0xe8, 0xde, 0xed, 0xe1], "Αθήνα"),
      (.windows1254, [0xdd, 0x7a, 0x6d, 0x69, 0x72, 0xf0], "İzmirğ"),
      (.windows1255, [0xf9, 0xec, 0xe5, 0xed], "שלום"), (.windows1256, [0xdf, 0xe6, 0xc8], "كوب"),
      (.windows1257, [0xe0, 0xd0], "ąŠ"), (.windows874, [0xaa, 0xd2], "ชา"), (.iso8859x2, [0xb1, 0xbb], "ąť"),
      (.iso8859x5, [0xbc, 0xde], "Мо"), (.iso8859x7, [0xc1, 0xe8], "Αθ"), (.iso8859x9, [0xfd, 0xfe], "ış"),
      (.iso8859x15, [0xa4, 0xe9], "€é"), (.koi8r, [0xed, 0xcf], "Мо"), (.ibm850, [0x81, 0xe1], "üß"),
      (.ibm852, [0x88, 0xa5], "łą"), (.ibm866, [0x8c, 0xae], "Мо"), (.macintosh, [0x9f, 0xa7], "üß"),
    ] as [(TextEncoding, [UInt8], String)])
  func stated(encoding: TextEncoding, bytes: [UInt8], expected: String) throws {
    let path = try folder.write(Array("a,b\n1,".utf8) + bytes + Array("\n".utf8), to: "t.csv").path
    let (found, texts) = try read(path, ReadOptions(text: TextOptions(encoding: encoding)))
    #expect(texts == [expected])
    #expect(found == (encoding == .gbk ? .gb18030 : encoding))
  }

  private static let found: [(String, TextEncoding, [String])] = [
    ("GB18030", .gb18030, ["红色连衣裙", "陶瓷茶杯", "蓝色牛仔裤", "木制玩具火车", "iPhone手机壳", "张伟"]),
    ("BIG5", .big5, ["紅色洋裝", "陶瓷茶杯", "藍色牛仔褲", "木製玩具火車", "張偉"]),
    ("CP932", .shiftJIS, ["赤いドレス", "陶器のティーカップ", "木製おもちゃ電車", "田中太郎", "LED電球"]),
    ("EUC-JP", .eucJP, ["赤いドレス", "陶器のティーカップ", "木製おもちゃ電車", "田中太郎"]),
    ("CP949", .eucKR, ["빨간 드레스", "도자기 찻잔", "청바지", "나무 장난감 기차", "김민수"]),
    ("CP1250", .windows1250, ["Filiżanka żółta", "Drewniany pociąg", "Łukasz Wiśniewski", "Kubek śniadaniowy"]),
    ("ISO-8859-2", .iso8859x2, ["Filiżanka żółta", "Drewniany pociąg", "Łukasz Wiśniewski", "Kubek śniadaniowy"]),
    ("CP1250", .windows1250, ["Dřevěný vláček", "Šálek na čaj", "Modré džíny", "Jiří Dvořák", "Příbor nerezový"]),
    ("CP1250", .windows1250, ["Fából készült játék", "Gyűrű ezüst", "Szűcs Erzsébet", "Tűzőgép", "Női kardigán"]),
    ("CP1250", .windows1250, ["Rochie roşie", "Ceaşcă de ceai", "Tren de jucărie", "Ştefan Ionescu"]),
    ("CP1251", .windows1251, ["Красное платье", "Чайная чашка", "Деревянный поезд", "Иванов Пётр"]),
    ("CP1251", .windows1251, ["Червона сукня", "Чайна чашка", "Сині джинси", "Шевченко Їва"]),
    ("ISO-8859-5", .iso8859x5, ["Красное платье", "Чайная чашка", "Деревянный поезд", "Иванов Пётр"]),
    ("KOI8-R", .koi8r, ["Красное платье", "Чайная чашка", "Деревянный поезд", "Иванов Пётр"]),
    ("IBM866", .ibm866, ["Красное платье", "Чайная чашка", "Деревянный поезд", "Иванов Пётр"]),
    ("CP1253", .windows1253, ["Κόκκινο φόρεμα", "Φλιτζάνι τσαγιού", "Μπλε τζιν", "Γιώργος Παπαδόπουλος"]),
    ("CP1254", .windows1254, ["Kırmızı elbise", "Çay bardağı", "Ahşap oyuncak", "Ayşe Yılmaz"]),
    ("CP1257", .windows1257, ["Mėlynas puodelis", "Šalikas", "Ąžuolas", "Sidabrinis žiedas", "Žaislinis traukinys"]),
    ("CP1255", .windows1255, ["שמלה אדומה", "כוס תה", "רכבת עץ", "דוד כהן"]),
    ("CP1256", .windows1256, ["فستان أحمر", "كوب شاي", "قطار خشبي", "محمد علي"]),
    ("CP874", .windows874, ["เดรสสีแดง", "ถ้วยชา", "กางเกงยีนส์"]),
    // The West stays what it was, also where all letters of a file have other meanings elsewhere.
    ("CP1252", .windows1252, ["Grüne Tasse", "Größe L", "Müller", "Straße 5"]),
    ("CP1252", .windows1252, ["Muñeca", "niño", "baño", "España", "señora", "mañana"]),
    ("CP1252", .windows1252, ["Crème brûlée", "Théière", "Cœur en forêt", "Naïveté", "Garçon"]),
    ("CP1252", .windows1252, ["Pão de mel", "São João", "Caffè", "Perché", "Rød kjole", "Søren"]),
    ("CP1252", .windows1252, ["Rauður kjóll", "Þór Guðmundsson", "Sigríður"]),
    ("CP1252", .windows1252, ["Mug 25°C", "½ pint", "Tea “best”", "Don’t", "£5"]), ("CP1252", .windows1252, ["Café"]),
  ]

  @Test("an encoding is found by the words of a language", arguments: found)
  func detected(name: String, encoding: TextEncoding, words: [String]) throws {
    let path = try write(words, name)
    let (found, texts) = try read(path)
    #expect(found == encoding)
    #expect(texts == (0..<40).map { words[$0 % words.count] })
  }

  // MARK: - Refused

  @Test(
    "a word that fits several encodings is refused with the line and a setting, and read with it",
    arguments: [
      ("CP1250", TextEncoding.windows1250, "Dvořák"), ("CP1254", .windows1254, "Ayşe"), ("EUC-JP", .eucJP, "東京"),
    ])
  func refused(name: String, encoding: TextEncoding, word: String) throws {
    let path = try write(["Mug", word], name)
    guard case .unknownEncoding(path, 3, _)? = tableError({ try readAll(path) }) else {
      Issue.record("\(String(describing: tableError { try readAll(path) }))")
      return
    }
    #expect("\(tableError { try readAll(path) }!)".contains("--set ingest.encoding="))
    let (_, texts) = try read(path, ReadOptions(text: TextOptions(encoding: encoding)))
    #expect(texts.count == 40 && texts[1] == word)
  }

  @Test("bytes that are no character are an error with their line, a cut one at the end too")
  func faults() throws {
    for (encoding, tail) in [(TextEncoding.gb18030, [0x32, 0x2c, 0xba]), (.shiftJIS, [0x32, 0x2c, 0x93, 0x0a])] {
      let start = try bytes("a,b\n1,2\n1,東京\n", encoding == .gb18030 ? "GB18030" : "CP932")
      let path = try folder.write(start + tail.map { UInt8($0) }, to: "t.csv").path
      let error = tableError { _ = try read(path, ReadOptions(text: TextOptions(encoding: encoding))) }
      #expect(error == .notInEncoding(path: path, line: 4, encoding: encoding))
    }
  }

  // MARK: - Properties

  @Test("the same rows wherever blocks are cut", arguments: [16, 17, 19, 64, 1000])
  func blocks(blockSize: Int) throws {
    for (name, encoding, words) in Self.found.prefix(8) {
      let path = try write(words, name)
      let (found, texts) = try read(path, ReadOptions(blockSize: blockSize))
      #expect(found == encoding)
      #expect(texts == (0..<40).map { words[$0 % words.count] })
    }
  }

  @Test("the first letters may be UTF-8 by chance, and the first ones may come late")
  func chance() throws {
    let words = ["Лёд", "Красное платье", "Чайная чашка", "Деревянный поезд"]
    let (found, texts) = try read(try write(words, "CP1251"))
    #expect(found == .windows1251)
    #expect(texts[0] == "Лёд")
    let late = "id,name\n" + String(repeating: "1,mug\n", count: 100_000) + "2,Красное платье\n3,чашка\n"
    let path = try folder.write(bytes(late, "CP1251"), to: "late.csv").path
    let (lateFound, lateTexts) = try read(path)
    #expect(lateFound == .windows1251)
    #expect(lateTexts.suffix(2) == ["Красное платье", "чашка"])
  }
}
