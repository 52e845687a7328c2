#pragma once
#include "CArrowBridge.h"

#include <iconv.h>

#include <array>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace bridge {

/// Turns text of another encoding into UTF-8, with the tables of the C library's iconv.
class Transcoder {
 public:
  /// Where an encoding comes from: one that was guessed is given up where the text is UTF-8 after all.
  enum class Trust { stated, guessed };

  Transcoder(ArrowBridgeEncoding encoding, Trust trust);

  /// Appends the UTF-8 of `bytes` to `out` and returns how many of them it took: all, or those before a fault or
  /// before a character that does not end with them.
  size_t convert(std::string_view bytes, bool is_last, std::string &out);
  /// What stopped the last call.
  std::optional<ArrowBridgeErrorKind> fault() const { return kind; }

 private:
  /// A character in UTF-8; of no length where the encoding has none.
  struct Character {
    char bytes[4];
    uint8_t length;
  };
  struct CloseConversion {
    void operator()(void *handle) const { iconv_close(handle); }
  };

  size_t convert_bytes(std::string_view bytes, bool is_last, std::string &out);
  size_t convert_units(std::string_view bytes, bool is_last, std::string &out);

  Trust trust;
  std::unique_ptr<void, CloseConversion> conversion;
  /// Of the bytes from 0x80 on, for encodings of one byte a character.
  std::array<Character, 128> characters;
  bool is_single_byte;
  std::optional<ArrowBridgeErrorKind> kind;
};

}  // namespace bridge
