#include "EncodingGuess.h"

#include <algorithm>
#include <array>
#include <bitset>
#include <cmath>
#include <string>
#include <unordered_set>
#include <vector>

#include "EncodingModels.h"
#include "Encodings.h"
#include "UTF8.h"

namespace bridge {
namespace {

constexpr size_t most_words = 4000;
/// Bytes outside ASCII that a text needs for anything but Western to be sure.
constexpr size_t fewest_bytes = 4;
/// Scores are logarithms of probabilities: a lead of this much is sure.
constexpr double sure_lead = 3;
/// Western text may lead by less, since nothing speaks for others but chance.
constexpr double western_lead = 0.6;

/// Bytes that belong to a word, or to a character of several bytes: blanks, digits and most punctuation end it.
bool is_word_byte(uint8_t byte) { return byte >= 0x40 && byte != 0x7f; }

/// The distinct words with a byte outside ASCII, in order of first appearance.
std::vector<std::string_view> words_of(std::string_view sample, bool is_whole) {
  std::vector<std::string_view> words;
  std::unordered_set<std::string_view> known;
  size_t position = 0;
  while (position < sample.size() && words.size() < most_words) {
    size_t start = position;
    bool is_ascii = true;
    while (position < sample.size() && is_word_byte(uint8_t(sample[position])))
      is_ascii &= uint8_t(sample[position++]) < 0x80;
    // The last word may be cut off.
    bool is_cut = position == sample.size() && !is_whole && !words.empty();
    auto word = sample.substr(start, position - start);
    if (!is_ascii && !is_cut && known.insert(word).second) words.push_back(word);
    if (position == start) position++;
  }
  return words;
}

bool is_utf_8(std::string_view word) {
  auto bytes = reinterpret_cast<const uint8_t *>(word.data());
  int64_t count = int64_t(word.size()), position = 0;
  while ((position += find_not_ascii(bytes + position, count - position)) < count) {
    int64_t length = utf_8_length(bytes + position, count - position);
    if (length == 0) return false;
    position += length;
  }
  return true;
}

/// The largest probability of the words that some mixture of the languages gives, by expectation maximization. `scores`
/// holds a logarithm for each word and language.
double best_mixture(const std::vector<std::vector<double>> &scores, const std::vector<const Language *> &known) {
  size_t languages = known.size();
  std::vector<double> weights(languages, 1.0 / double(languages)), shares(languages);
  double total = 0;
  for (int round = 0; round < 12; round++) {
    std::fill(shares.begin(), shares.end(), 0);
    total = 0;
    for (const auto &word : scores) {
      double highest = *std::max_element(word.begin(), word.end()), sum = 0;
      std::vector<double> parts(languages);
      for (size_t language = 0; language < languages; language++)
        sum += parts[language] = weights[language] * std::exp(word[language] - highest);
      for (size_t language = 0; language < languages; language++) shares[language] += parts[language] / sum;
      total += highest + std::log(sum);
    }
    for (size_t language = 0; language < languages; language++)
      weights[language] = std::max(1e-6, shares[language] / double(scores.size()));
  }
  for (size_t language = 0; language < languages; language++) total += weights[language] * known[language]->prior;
  return total;
}

struct Candidate {
  ArrowBridgeEncoding encoding;
  double fit;
  double prior;
  /// By byte from 0x80 on; empty for encodings of several bytes a character.
  std::vector<char32_t> characters;

  double score() const { return fit + prior; }
};

Candidate judge(const SingleByteModel &model, const std::vector<std::string_view> &words) {
  auto characters = upper_half(model.encoding);
  std::vector<LanguageScore> languages;
  for (auto language : model.languages) languages.emplace_back(*language, characters, model.undefined_byte);
  std::vector<std::vector<double>> scores;
  for (auto word : words) {
    auto &row = scores.emplace_back();
    for (const auto &language : languages) row.push_back(language.score(word));
  }
  return {model.encoding, best_mixture(scores, model.languages), model.prior, {characters.begin(), characters.end()}};
}

/// Whether both read the bytes that occur alike.
bool reads_alike(const Candidate &first, const Candidate &second, const std::bitset<128> &bytes) {
  if (first.characters.empty() || second.characters.empty()) return false;
  for (size_t byte = 0; byte < bytes.size(); byte++) {
    if (bytes[byte] && first.characters[byte] != second.characters[byte]) return false;
  }
  return true;
}

}  // namespace

EncodingGuess guess_encoding(std::string_view sample, bool is_whole) {
  auto words = words_of(sample, is_whole);
  size_t in_utf_8 = std::count_if(words.begin(), words.end(), is_utf_8);
  // Letters that are UTF-8 by chance are rare in each of the others.
  if (in_utf_8 * 2 > words.size()) return {ARROW_BRIDGE_UTF_8, true};
  std::bitset<128> bytes;
  size_t letters = 0;
  for (auto word : words) {
    for (char letter : word) {
      if (uint8_t(letter) < 0x80) continue;
      bytes.set(uint8_t(letter) - 0x80);
      letters++;
    }
  }
  double least = odd_score * double(letters);
  std::vector<Candidate> candidates;
  for (const auto &model : single_byte_models()) {
    auto candidate = judge(model, words);
    if (candidates.empty() || candidate.fit >= least) candidates.push_back(std::move(candidate));
  }
  for (const auto &model : multibyte_models()) {
    double fit = 0;
    for (auto word : words) fit += model.score(word);
    if (fit >= least) candidates.push_back({model.encoding, fit, model.prior, {}});
  }
  const Candidate &western = candidates.front();
  auto is_worse = [](const Candidate &first, const Candidate &second) { return first.score() < second.score(); };
  const Candidate *best = &*std::max_element(candidates.begin(), candidates.end(), is_worse);
  if (reads_alike(*best, western, bytes)) best = &western;
  double rival = -INFINITY;
  for (const auto &candidate : candidates) {
    if (&candidate != best && !reads_alike(candidate, *best, bytes)) rival = std::max(rival, candidate.score());
  }
  if (best == &western) {
    // A word or two may be anything; many that fit no encoding are of one that is not known here.
    bool is_odd = words.size() > 2 && western.fit < least;
    return {best->encoding, !is_odd && best->score() >= rival + western_lead};
  }
  bool is_mixed = in_utf_8 * 3 > words.size();
  return {best->encoding, best->score() >= rival + sure_lead && letters >= fewest_bytes && !is_mixed};
}

}  // namespace bridge
