#include "Transcoder.h"

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "BridgeError.h"
#include "UTF8.h"

namespace bridge {
namespace {

const char *name_of(ArrowBridgeEncoding encoding) {
  switch (encoding) {
  case ARROW_BRIDGE_WINDOWS_1252:
    return "CP1252";
  case ARROW_BRIDGE_LATIN_1:
    return "ISO-8859-1";
  case ARROW_BRIDGE_UTF_16_LE:
    return "UTF-16LE";
  case ARROW_BRIDGE_UTF_16_BE:
    return "UTF-16BE";
  default:
    return "UTF-8";
  }
}

}  // namespace

Transcoder::Transcoder(ArrowBridgeEncoding encoding, Trust trust)
    : trust(trust), is_single_byte(encoding == ARROW_BRIDGE_WINDOWS_1252 || encoding == ARROW_BRIDGE_LATIN_1) {
  iconv_t handle = iconv_open("UTF-8", name_of(encoding));
  if (handle == iconv_t(-1))
    throw Failure{ARROW_BRIDGE_OTHER, errno, -1, std::string("this system cannot convert ") + name_of(encoding)};
  conversion.reset(handle);
  if (!is_single_byte) return;
  for (size_t index = 0; index < characters.size(); index++) {
    char byte = char(0x80 + index);
    char *in = &byte, *out = characters[index].bytes;
    size_t in_left = 1, out_left = sizeof characters[index].bytes;
    bool is_character = iconv(handle, &in, &in_left, &out, &out_left) != size_t(-1);
    characters[index].length = is_character ? sizeof characters[index].bytes - out_left : 0;
    iconv(handle, nullptr, nullptr, nullptr, nullptr);
  }
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
