#pragma once
#include "CArrowBridge.h"

#include <cstdint>
#include <string_view>

namespace bridge {

/// What a sample of text that is not UTF-8 throughout seems to be in.
struct EncodingGuess {
  /// ARROW_BRIDGE_UTF_8 where most of it is UTF-8.
  ArrowBridgeEncoding encoding;
  /// Whether nothing else fits nearly as well.
  bool is_sure;
};

/// Judges the words that hold a byte outside ASCII, each once: whether an encoding has their bytes, and how usual the
/// letters are that it makes of them, in the languages that are written with it.
///
/// Western text is what shops have had by far the most, and a word or two of it say little, so it wins unless another
/// encoding fits better. `is_whole` says that the text ends with the sample.
EncodingGuess guess_encoding(std::string_view sample, bool is_whole);

}  // namespace bridge
