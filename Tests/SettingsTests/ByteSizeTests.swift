import Settings
import Testing

@Suite struct ByteSizeTests {
  @Test(
    "units of 1000, and of 1024 with an i",
    arguments: [
      ("512MB", 512_000_000), ("1.5GB", 1_500_000_000), ("2GiB", 2 << 30), ("64 mib", 64 << 20), ("100kB", 100_000),
      ("7B", 7), ("1TB", 1_000_000_000_000),
    ])
  func reading(text: String, bytes: Int) {
    #expect(ByteSize(text)?.bytes == bytes)
  }

  @Test(
    "anything else is none",
    arguments: ["", "512", "MB", "-1GB", "0MB", "1e3MB", "1,5GB", "GB 1", "1PB", "1.2.3GB", "NaNGB", "9999999999TB"])
  func refusing(text: String) {
    #expect(ByteSize(text) == nil)
  }

  @Test("written in the largest unit that it is a whole number of, and read back the same")
  func writing() {
    for (bytes, text) in [
      (512_000_000, "512MB"), (1_500_000_000, "1500MB"), (2_000_000_000, "2GB"), (1025, "1025B"), (3000, "3kB"),
    ] {
      #expect(ByteSize(bytes: bytes).description == text)
      #expect(ByteSize(text)?.bytes == bytes)
    }
  }
}
