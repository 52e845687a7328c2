import Numerics

/// A mutated file, determined by seed and index.
package struct FuzzFile: Sendable {
  package let format: FuzzFormat
  package let bytes: [UInt8]

  /// - Parameter formats: the formats, which successive indices take in turn.
  package init(seed: UInt64, index: Int, formats: [FuzzFormat] = FuzzFormat.allCases) {
    format = formats[index % formats.count]
    var mutator = ByteMutator(random: PhiloxGenerator(seed: seed, stream: UInt64(index)))
    // Two out of three workbooks are changed in their XML, not in the bytes of the archive.
    bytes = format == .xlsx && mutator.below(3) > 0 ? Self.workbook(&mutator) : Self.file(format, &mutator)
  }

  private static func file(_ format: FuzzFormat, _ mutator: inout ByteMutator) -> [UInt8] {
    let seeds = FuzzSeeds.files(format)
    let (first, other) = (mutator.below(seeds.count), mutator.below(seeds.count))
    return mutator.mutate(seeds[first], other: seeds[other], tokens: format.tokens)
  }

  /// A workbook with one changed part, packed again.
  private static func workbook(_ mutator: inout ByteMutator) -> [UInt8] {
    let workbooks = FuzzSeeds.workbooks
    var parts = workbooks[mutator.below(workbooks.count)].parts.map { ($0.name, Array($0.text.utf8)) }
    // Half of the time the last part, which is a sheet.
    let target = mutator.below(2) == 0 ? parts.count - 1 : mutator.below(parts.count)
    let other = parts[mutator.below(parts.count)].1
    parts[target].1 = mutator.mutate(parts[target].1, other: other, tokens: FuzzFormat.xlsx.tokens)
    return (try? MadeArchive.pack(parts, deflated: mutator.below(2) == 0)) ?? []
  }
}
