#include "Transcoder.h"

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "BridgeError.h"
#include "Encodings.h"
#include "UTF8.h"

namespace bridge {
namespace {

/// Writes a character of the Basic Multilingual Plane as UTF-8, and returns how many bytes it takes.
uint8_t write_utf_8(char32_t character, char *out) {
  if (character < 0x80) {
    out[0] = char(character);
    return 1;
  }
  if (character < 0x800) {
    out[0] = char(0xc0 | character >> 6);
    out[1] = char(0x80 | (character & 0x3f));
    return 2;
  }
  out[0] = char(0xe0 | character >> 12);
  out[1] = char(0x80 | (character >> 6 & 0x3f));
  out[2] = char(0x80 | (character & 0x3f));
  return 3;
}

}  // namespace

Transcoder::Transcoder(ArrowBridgeEncoding encoding, Trust trust)
    : trust(trust), is_single_byte(bridge::is_single_byte(encoding)) {
  if (is_single_byte) {
    auto letters = upper_half(encoding);
    for (size_t index = 0; index < letters.size(); index++)
      characters[index].length = letters[index] ? write_utf_8(letters[index], characters[index].bytes) : 0;
    return;
  }
  iconv_t handle = iconv_open("UTF-8", iconv_name(encoding));
  if (handle == iconv_t(-1))
    throw Failure{ARROW_BRIDGE_OTHER, errno, -1, std::string("this system cannot convert ") + iconv_name(encoding)};
  conversion.reset(handle);
}

size_t Transcoder::convert(std::string_view bytes, bool is_last, std::string &out) {
  kind.reset();
  return is_single_byte ? convert_bytes(bytes, is_last, out) : convert_units(bytes, is_last, out);
}

/// Runs of ASCII are copied, the rest goes through the table.
size_t Transcoder::convert_bytes(std::string_view bytes, bool is_last, std::string &out) {
  auto start = reinterpret_cast<const uint8_t *>(bytes.data());
  int64_t count = bytes.size();
  int64_t position = 0;
  out.reserve(out.size() + count + count / 4);
  while (position < count) {
    int64_t run = find_not_ascii(start + position, count - position);
    out.append(bytes, position, run);
    position += run;
    if (position == count) break;
    if (trust == Trust::guessed) {
      // A longer character may show behind the end.
      if (!is_last && count - position < 4) return position;
      if (utf_8_length(start + position, count - position) > 0) {
        kind = ARROW_BRIDGE_MIXED_ENCODINGS;
        return position;
      }
    }
    const Character &character = characters[start[position] - 0x80];
    if (character.length == 0) {
      kind = ARROW_BRIDGE_NOT_IN_ENCODING;
      return position;
    }
    out.append(character.bytes, character.length);
    position++;
  }
  return position;
}

size_t Transcoder::convert_units(std::string_view bytes, bool is_last, std::string &out) {
  char *in = const_cast<char *>(bytes.data());
  size_t in_left = bytes.size();
  while (in_left > 0) {
    size_t before = out.size();
    // Two bytes of UTF-16 are three of UTF-8 at most.
    out.resize(before + in_left * 3 / 2 + 4);
    char *end = out.data() + before;
    size_t out_left = out.size() - before;
    size_t answer = iconv(conversion.get(), &in, &in_left, &end, &out_left);
    int code = errno;
    out.resize(out.size() - out_left);
    if (answer != size_t(-1) || code == E2BIG) continue;
    if (code == EILSEQ || is_last) kind = ARROW_BRIDGE_NOT_IN_ENCODING;
    break;
  }
  return bytes.size() - in_left;
}

}  // namespace bridge
