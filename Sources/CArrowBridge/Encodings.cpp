#include "Encodings.h"

#include <iconv.h>

#include <cerrno>
#include <string>

#include "BridgeError.h"

namespace bridge {

const char *iconv_name(ArrowBridgeEncoding encoding) {
  switch (encoding) {
  case ARROW_BRIDGE_WINDOWS_1250:
    return "CP1250";
  case ARROW_BRIDGE_WINDOWS_1251:
    return "CP1251";
  case ARROW_BRIDGE_WINDOWS_1252:
    return "CP1252";
  case ARROW_BRIDGE_WINDOWS_1253:
    return "CP1253";
  case ARROW_BRIDGE_WINDOWS_1254:
    return "CP1254";
  case ARROW_BRIDGE_WINDOWS_1255:
    return "CP1255";
  case ARROW_BRIDGE_WINDOWS_1256:
    return "CP1256";
  case ARROW_BRIDGE_WINDOWS_1257:
    return "CP1257";
  case ARROW_BRIDGE_WINDOWS_874:
    return "CP874";
  case ARROW_BRIDGE_LATIN_1:
    return "ISO-8859-1";
  case ARROW_BRIDGE_ISO_8859_2:
    return "ISO-8859-2";
  case ARROW_BRIDGE_ISO_8859_5:
    return "ISO-8859-5";
  case ARROW_BRIDGE_ISO_8859_7:
    return "ISO-8859-7";
  case ARROW_BRIDGE_ISO_8859_9:
    return "ISO-8859-9";
  case ARROW_BRIDGE_ISO_8859_15:
    return "ISO-8859-15";
  case ARROW_BRIDGE_KOI8_R:
    return "KOI8-R";
  case ARROW_BRIDGE_IBM_850:
    return "IBM850";
  case ARROW_BRIDGE_IBM_852:
    return "IBM852";
  case ARROW_BRIDGE_IBM_866:
    return "IBM866";
  case ARROW_BRIDGE_MACINTOSH:
    return "MACINTOSH";
  case ARROW_BRIDGE_GB_18030:
    return "GB18030";
  case ARROW_BRIDGE_BIG_5:
    return "CP950";
  case ARROW_BRIDGE_SHIFT_JIS:
    return "CP932";
  case ARROW_BRIDGE_EUC_JP:
    return "EUC-JP-MS";
  case ARROW_BRIDGE_EUC_KR:
    return "CP949";
  case ARROW_BRIDGE_UTF_16_LE:
    return "UTF-16LE";
  case ARROW_BRIDGE_UTF_16_BE:
    return "UTF-16BE";
  default:
    return "UTF-8";
  }
}

bool is_single_byte(ArrowBridgeEncoding encoding) {
  switch (encoding) {
  case ARROW_BRIDGE_UTF_8:
  case ARROW_BRIDGE_UTF_16:
  case ARROW_BRIDGE_UTF_16_LE:
  case ARROW_BRIDGE_UTF_16_BE:
  case ARROW_BRIDGE_GB_18030:
  case ARROW_BRIDGE_BIG_5:
  case ARROW_BRIDGE_SHIFT_JIS:
  case ARROW_BRIDGE_EUC_JP:
  case ARROW_BRIDGE_EUC_KR:
    return false;
  default:
    return true;
  }
}

std::array<char32_t, 128> upper_half(ArrowBridgeEncoding encoding) {
  iconv_t handle = iconv_open("UTF-32LE", iconv_name(encoding));
  if (handle == iconv_t(-1))
    throw Failure{ARROW_BRIDGE_OTHER, errno, -1, std::string("this system cannot convert ") + iconv_name(encoding)};
  std::array<char32_t, 128> characters{};
  for (size_t index = 0; index < characters.size(); index++) {
    char byte = char(0x80 + index);
    uint8_t answer[4] = {};
    char *in = &byte, *out = reinterpret_cast<char *>(answer);
    size_t in_left = 1, out_left = sizeof answer;
    // A mark that could join the next character waits for it.
    bool is_character = iconv(handle, &in, &in_left, &out, &out_left) != size_t(-1) &&
                        iconv(handle, nullptr, nullptr, &out, &out_left) != size_t(-1) && out_left == 0;
    if (is_character)
      characters[index] = char32_t(answer[0]) | char32_t(answer[1]) << 8 | char32_t(answer[2]) << 16;
    iconv(handle, nullptr, nullptr, nullptr, nullptr);
  }
  iconv_close(handle);
  return characters;
}

}  // namespace bridge
