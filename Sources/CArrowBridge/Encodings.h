#pragma once
#include "CArrowBridge.h"

#include <array>
#include <cstdint>
#include <string_view>

namespace bridge {

/// What iconv calls an encoding.
const char *iconv_name(ArrowBridgeEncoding encoding);

/// Whether each character is one byte, and those below 0x80 are ASCII.
bool is_single_byte(ArrowBridgeEncoding encoding);

/// The characters of the bytes from 0x80 on in an encoding of one byte a character; 0 where it has none.
std::array<char32_t, 128> upper_half(ArrowBridgeEncoding encoding);

}  // namespace bridge
