#include "TextSource.h"

#include <algorithm>
#include <cstring>

#include "EncodingGuess.h"
#include "UTF8.h"

namespace bridge {
namespace {

/// Bytes that are transcoded at a time.
constexpr int64_t piece_size = 1 << 16;
/// Of a character in UTF-8, or a byte order mark.
constexpr int64_t longest_character = 4;
/// Bytes from the first character outside ASCII on that show the encoding.
constexpr int64_t sample_size = 1 << 18;
constexpr int64_t context_size = 32;

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

/// The first characters outside ASCII show what text is in.
int64_t TextSource::read_as_is(uint8_t *out, int64_t capacity) {
  if (failure) return 0;
  int64_t count = read_bytes(out, capacity);
  if (known != ARROW_BRIDGE_ASCII) return count;
  int64_t first = find_not_ascii(out, count);
  int64_t tail = std::min(first, context_size);
  context.append(reinterpret_cast<const char *>(out) + first - tail, tail);
  context.erase(0, context.size() - std::min<size_t>(context.size(), context_size));
  if (first == count) return count;
  settle_encoding(out, first, count);
  if (known == ARROW_BRIDGE_UTF_8) return count;
  ahead.insert(0, reinterpret_cast<const char *>(out) + first, count - first);
  return failure ? first : first + read_transcoded(out + first, capacity - first);
}

/// Judges the bytes from `first` of the `count` at `start` on, and as many ahead as a sample needs: the answer does not
/// depend on how much is read at a time.
void TextSource::settle_encoding(const uint8_t *start, int64_t first, int64_t count) {
  size_t missing = size_t(std::max<int64_t>(0, sample_size - (count - first)));
  if (ahead.size() < missing) {
    size_t before = ahead.size();
    ahead.resize(missing);
    ahead.resize(before + source.read(reinterpret_cast<uint8_t *>(ahead.data()) + before, missing - before));
  }
  bool is_whole = ahead.size() < missing;
  std::string sample = context;
  sample.append(reinterpret_cast<const char *>(start) + first, std::min(count - first, sample_size));
  sample.append(ahead, 0, missing);
  auto character = reinterpret_cast<const uint8_t *>(sample.data()) + context.size();
  bool begins_in_utf_8 = utf_8_length(character, int64_t(sample.size() - context.size())) > 0;
  auto guess = guess_encoding(sample, is_whole);
  if (guess.encoding == ARROW_BRIDGE_UTF_8 || guess.encoding == ARROW_BRIDGE_WINDOWS_1252) {
    // A file of both ends in an error with the line where they meet.
    guess.encoding = begins_in_utf_8 ? ARROW_BRIDGE_UTF_8 : ARROW_BRIDGE_WINDOWS_1252;
  }
  known = guess.encoding;
  if (!guess.is_sure) {
    failure = Failure{.kind = ARROW_BRIDGE_UNKNOWN_ENCODING, .expected = known};
  } else if (known != ARROW_BRIDGE_UTF_8) {
    bool is_western = known == ARROW_BRIDGE_WINDOWS_1252;
    transcoder.emplace(known, is_western ? Transcoder::Trust::guessed : Transcoder::Trust::stated);
  }
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
