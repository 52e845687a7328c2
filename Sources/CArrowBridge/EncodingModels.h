#pragma once
#include "CArrowBridge.h"

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

namespace bridge {

/// The letters outside ASCII that a language is written with.
struct Language {
  /// In lower case, the most frequent first.
  std::u32string_view letters;
  /// How frequent, in proportion; empty for an alphabet that falls off evenly.
  std::vector<double> weights;
  /// Whether ASCII letters stand beside them.
  bool is_latin;
  /// What it takes to believe that a text is in it.
  double prior = 0;
};

/// An encoding of one byte a character, and the languages that are written in it.
struct SingleByteModel {
  ArrowBridgeEncoding encoding;
  double prior;
  std::vector<const Language *> languages;
  /// What a byte that is no character of it costs.
  double undefined_byte = -15;
};

/// The first is the Western one.
const std::vector<SingleByteModel> &single_byte_models();

/// How usual words are in one language and encoding.
class LanguageScore {
 public:
  LanguageScore(const Language &language, const std::array<char32_t, 128> &characters, double undefined_byte);
  /// The logarithm of a probability, in which ASCII letters count for nothing.
  double score(std::string_view word) const;

 private:
  enum class Kind : uint8_t { none, symbol, opening, closing, joining, lower, upper, letter };
  struct Entry {
    Kind kind = Kind::none;
    double score = 0;
  };
  std::array<Entry, 128> entries;
  bool is_latin;
};

/// An encoding of one or two bytes a character.
struct MultibyteModel {
  ArrowBridgeEncoding encoding;
  double prior;
  /// Scores the character that begins at the first of `count` bytes, which is not ASCII, and says how many it has.
  double (*character)(const uint8_t *bytes, size_t count, size_t &length);

  double score(std::string_view word) const;
};

const std::vector<MultibyteModel> &multibyte_models();

/// Below this for each byte outside ASCII, text is not of the encoding.
constexpr double odd_score = -6;

}  // namespace bridge
