#pragma once
#include "ByteSource.h"

#include <optional>
#include <string>

#include "BridgeError.h"
#include "Transcoder.h"

namespace bridge {

/// The text of a file as UTF-8. What is UTF-8 already goes from the file to the caller without a copy in between.
class TextSource {
 public:
  TextSource(const char *path, ArrowBridgeCompression compression, ArrowBridgeEncoding encoding);
  /// Reads up to `capacity` bytes; fewer only at the end of the file or before a fault.
  int64_t read(uint8_t *out, int64_t capacity);
  /// What the bytes read so far are.
  ArrowBridgeEncoding encoding() const { return known; }
  /// What stands behind the text that was read, and is no text; without its line.
  std::optional<Failure> fault() const { return failure; }

 private:
  void look_at_mark(ArrowBridgeEncoding stated);
  int64_t read_bytes(uint8_t *out, int64_t capacity);
  int64_t read_as_is(uint8_t *out, int64_t capacity);
  int64_t read_transcoded(uint8_t *out, int64_t capacity);
  void settle_encoding(const uint8_t *start, int64_t first, int64_t count);
  bool convert_more();

  ByteSource source;
  ArrowBridgeEncoding known = ARROW_BRIDGE_ASCII;
  /// ASCII that was handed over last: the beginning of a word that goes on outside ASCII.
  std::string context;
  /// Bytes of the file that were read and not yet looked at.
  std::string ahead;
  std::optional<Transcoder> transcoder;
  /// UTF-8 that was made and not yet handed over, from `converted_begin` on.
  std::string converted;
  size_t converted_begin = 0;
  std::optional<Failure> failure;
};

}  // namespace bridge
