#include "TextSource.h"

#include <algorithm>
#include <cstring>

#include "UTF8.h"

namespace bridge {
namespace {

/// Bytes that are transcoded at a time.
constexpr int64_t piece_size = 1 << 16;
/// Of a character in UTF-8, or a byte order mark.
constexpr int64_t longest_character = 4;

}  // namespace

TextSource::TextSource(const char *path, ArrowBridgeCompression compression, ArrowBridgeEncoding encoding)
    : source(path, compression) {
  look_at_mark(encoding);
}

/// A byte order mark tells more than any setting; without one, the setting counts.
void TextSource::look_at_mark(ArrowBridgeEncoding stated) {
  ahead.resize(longest_character);
  ahead.resize(source.read(reinterpret_cast<uint8_t *>(ahead.data()), longest_character));
  if (ahead.starts_with("\xef\xbb\xbf")) {
    known = ARROW_BRIDGE_UTF_8;
  } else if (ahead.starts_with("\xff\xfe") || ahead.starts_with("\xfe\xff")) {
    known = ahead.starts_with("\xff") ? ARROW_BRIDGE_UTF_16_LE : ARROW_BRIDGE_UTF_16_BE;
    ahead.erase(0, 2);
  } else if (stated == ARROW_BRIDGE_UTF_16) {
    known = ahead.starts_with('\0') ? ARROW_BRIDGE_UTF_16_BE : ARROW_BRIDGE_UTF_16_LE;
  } else if (stated != ARROW_BRIDGE_DETECT) {
    known = stated;
  }
  if (known > ARROW_BRIDGE_UTF_8) transcoder.emplace(known, Transcoder::Trust::stated);
}

int64_t TextSource::read(uint8_t *out, int64_t capacity) {
  return transcoder ? read_transcoded(out, capacity) : read_as_is(out, capacity);
}

int64_t TextSource::read_bytes(uint8_t *out, int64_t capacity) {
  int64_t count = std::min<int64_t>(capacity, ahead.size());
  std::memcpy(out, ahead.data(), count);
  ahead.erase(0, count);
  return count + source.read(out + count, capacity - count);
}

/// The first character outside ASCII shows whether text is UTF-8; what it is not, is taken for Windows-1252.
int64_t TextSource::read_as_is(uint8_t *out, int64_t capacity) {
  int64_t count = read_bytes(out, capacity);
  if (known != ARROW_BRIDGE_ASCII) return count;
  int64_t first = find_not_ascii(out, count);
  if (first == count) return count;
  if (fits_utf_8(out + first, count - first)) {
    known = ARROW_BRIDGE_UTF_8;
    return count;
  }
  known = ARROW_BRIDGE_WINDOWS_1252;
  ahead.insert(0, reinterpret_cast<const char *>(out) + first, count - first);
  transcoder.emplace(known, Transcoder::Trust::guessed);
  return first + read_transcoded(out + first, capacity - first);
}

/// Whether a character of UTF-8 begins at `start`; reads ahead where it does not end there.
bool TextSource::fits_utf_8(const uint8_t *start, int64_t count) {
  uint8_t bytes[longest_character];
  count = std::min(count, longest_character);
  std::memcpy(bytes, start, count);
  if (count < longest_character) {
    size_t missing = longest_character - count;
    if (ahead.size() < missing) {
      size_t before = ahead.size();
      ahead.resize(missing);
      ahead.resize(before + source.read(reinterpret_cast<uint8_t *>(ahead.data()) + before, missing - before));
    }
    size_t more = std::min(missing, ahead.size());
    std::memcpy(bytes + count, ahead.data(), more);
    count += more;
  }
  return utf_8_length(bytes, count) > 0;
}

int64_t TextSource::read_transcoded(uint8_t *out, int64_t capacity) {
  int64_t count = 0;
  while (count < capacity) {
    if (converted_begin == converted.size() && (failure || !convert_more())) break;
    int64_t piece = std::min<int64_t>(capacity - count, converted.size() - converted_begin);
    std::memcpy(out + count, converted.data() + converted_begin, piece);
    converted_begin += piece;
    count += piece;
  }
  return count;
}

/// False at the end of the file, and at a fault with nothing before it.
bool TextSource::convert_more() {
  converted.clear();
  converted_begin = 0;
  while (converted.empty() && !failure) {
    size_t before = ahead.size();
    size_t wanted = std::max<size_t>(before, piece_size);
    // A rest that is no whole character needs one byte more at least.
    if (before >= size_t(piece_size)) wanted = before + piece_size;
    ahead.resize(wanted);
    ahead.resize(before + source.read(reinterpret_cast<uint8_t *>(ahead.data()) + before, wanted - before));
    bool is_last = ahead.size() < wanted;
    if (ahead.empty()) return false;
    ahead.erase(0, transcoder->convert(ahead, is_last, converted));
    if (auto kind = transcoder->fault()) failure = Failure{.kind = *kind, .expected = known};
  }
  return !converted.empty();
}

}  // namespace bridge
