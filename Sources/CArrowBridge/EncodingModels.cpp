#include "EncodingModels.h"

#include <cmath>

namespace bridge {
namespace {

// Of the letters outside ASCII, roughly how many in a hundred are which.
const Language german{U"üäößé", {40, 27, 17, 14, 1}, true};
const Language french{U"éàèêçôîûùâœïë", {62, 13, 10, 6, 3, 2, 1.5, 1.5, 1.5, 1.5, 2, .3, .3}, true};
const Language spanish{U"óíáéñúü", {28, 24, 17, 14, 10, 6, .5}, true};
const Language portuguese{U"ãçáéíóêõâúàôü", {23, 18, 15, 12, 9, 7, 6, 3, 2.5, 2.5, 1.5, 1, .2}, true};
const Language italian{U"àèùòìé", {40, 30, 12, 9, 7, 3}, true};
const Language swedish{U"äöåé", {45, 27, 25, 2}, true};
const Language danish{U"åøæéöä", {33, 32, 28, 3, 1, 1}, true};
// Few shops are Icelandic, and its letters are the Turkish ones of another encoding.
const Language icelandic{U"ðáíóþöúéæý", {21, 20, 18, 12, 9, 8, 7, 6, 8, 4}, true, -4};
const Language dutch{U"ëéïèöüê", {50, 25, 15, 5, 5, 3, 2}, true};
const Language estonian{U"äõüöšž", {35, 27, 20, 8, 1, 1}, true};
// Names of people and places, and words borrowed, from all over.
const Language mixed{U"éüöäáóíñçèàãøåæßêôúëïîâõûùòìýðþœšžÿ",
                     {15, 12, 10, 8, 8, 8, 7, 5, 5, 4, 3, 4,  3,  3,  2,  3,  2, 2,
                      3,  2,  1.5, 1, 1, 1, 1, 1, 1, .7, .5, .3, .3, .3, .5, .3, .1},
                     true};
const Language polish{U"łęóążśćńź", {27, 18, 15, 16, 13, 11, 6, 3, 1}, true};
const Language czech{U"íáěéřšýčžůúňťďó", {17, 15, 11, 9, 8, 7, 7, 7, 7, 4, 1.5, .6, .4, .3, .3}, true};
const Language slovak{U"áíčéšýžúťľňôďäóĺŕ", {19, 11, 11, 9, 9, 9, 9, 9, 6, 5, 2, 2, 2, 1, 1, .2, .1}, true};
const Language hungarian{U"áéöóőíüúű", {25, 23, 8, 8, 7, 5, 4, 3, 2}, true};
const Language romanian{U"ăşîţâ", {30, 16, 15, 14, 12}, true};
const Language croatian{U"čšžćđ", {30, 28, 18, 16, 6}, true};
const Language turkish{U"ıüşğçöİâîû", {26, 10, 10, 7, 7, 5, 2, .3, .1, .1}, true};
const Language lithuanian{U"ėšųžįąčūę", {21, 18, 17, 11, 9, 8, 6, 6, 3}, true};
const Language latvian{U"āīēšņūžļčķģ", {35, 17, 15, 10, 6, 5, 3, 3, 1, 1, 1}, true};
const Language russian{U"оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъё", {}, false};
const Language ukrainian{U"оанивтерісклумпдзбьгячйхцїющжєфґ", {}, false};
const Language serbian{U"аоиенрсјутдкмвпзлбгчцћшњжхљђфџ", {}, false};
const Language greek{U"αοιετσνηυρπκλμςωίόάέήδγθχφύβώξζψϊϋΐΰ", {}, false};
const Language hebrew{U"יוהלארתבמשנםדקעפחגצןכטזסךףץ", {}, false};
const Language arabic{U"اليمنرتوبةعدفسهكقحجشطصىأخضذزغثئإءظؤآ", {}, false};
const Language thai{U"านรอกเงมยลวดทสตะปบคหแจพชขใไผซ่้ิัีุู์ืโ็ำธณภศญษถฟ", {}, false};

constexpr double unusual_letter = -8.1;
/// A letter outside ASCII in a word of Latin letters, and right behind another one.
constexpr double latin_letter = -1.5;
constexpr double latin_neighbor = -3;
/// An ASCII letter beside one of another script.
constexpr double script_change = -3.5;

char32_t lower_case(char32_t letter) {
  if ((letter >= 0xc0 && letter <= 0xde && letter != 0xd7) || (letter >= 0x391 && letter <= 0x3ab) ||
      (letter >= 0x410 && letter <= 0x42f))
    return letter + 0x20;
  if ((letter >= 0x139 && letter <= 0x148) || (letter >= 0x179 && letter <= 0x17e))
    return letter % 2 == 1 ? letter + 1 : letter;
  if (letter == 0x178) return 0xff;
  if (letter >= 0x100 && letter <= 0x177 && letter != 0x130 && letter != 0x131 && letter != 0x138)
    return letter % 2 == 0 ? letter + 1 : letter;
  if (letter >= 0x400 && letter <= 0x40f) return letter + 0x50;
  if (letter == 0x490) return 0x491;
  switch (letter) {
  case 0x386:
    return 0x3ac;
  case 0x388:
  case 0x389:
  case 0x38a:
    return letter + 0x25;
  case 0x38c:
    return 0x3cc;
  case 0x38e:
  case 0x38f:
    return letter + 0x3f;
  default:
    return letter;
  }
}

bool is_letter(char32_t character) {
  return (character >= 0xc0 && character <= 0x24f && character != 0xd7 && character != 0xf7) ||
         (character >= 0x386 && character <= 0x3ce && character != 0x387) ||
         (character >= 0x400 && character <= 0x491) || (character >= 0x5d0 && character <= 0x5ea) ||
         (character >= 0x620 && character <= 0x64a) || (character >= 0x671 && character <= 0x6d3) ||
         (character >= 0xe01 && character <= 0xe4e && character != 0xe3f);
}

constexpr std::u32string_view openings = U"«“„‘‚‹¿¡£€$¥§•–—\u00a0";
constexpr std::u32string_view closings = U"»”’›©®™°²³¹ºª½¼¾…–—€¢\u00a0";
constexpr std::u32string_view joinings = U"’·–—\u00a0\u00ad´";
constexpr std::u32string_view usual = U"µ±×№~";

}  // namespace

const std::vector<SingleByteModel> &single_byte_models() {
  static const std::vector<const Language *> western{&german,    &french, &spanish,  &portuguese, &italian, &swedish, &danish,
                                                     &icelandic, &dutch,  &estonian, &mixed};
  static const std::vector<const Language *> central{&polish, &czech, &slovak, &hungarian, &romanian, &croatian};
  static const std::vector<const Language *> cyrillic{&russian, &ukrainian, &serbian};
  static const std::vector<SingleByteModel> models{
      // A byte that it lacks ends in an error, and not in odd letters.
      {ARROW_BRIDGE_WINDOWS_1252, 2.5, western, -6},
      {ARROW_BRIDGE_WINDOWS_1250, 0, central},
      {ARROW_BRIDGE_ISO_8859_2, -1, central},
      {ARROW_BRIDGE_WINDOWS_1251, 0, cyrillic},
      {ARROW_BRIDGE_ISO_8859_5, -1, cyrillic},
      {ARROW_BRIDGE_KOI8_R, -1, {&russian}},
      {ARROW_BRIDGE_WINDOWS_1253, 0, {&greek}},
      {ARROW_BRIDGE_ISO_8859_7, -1, {&greek}},
      {ARROW_BRIDGE_WINDOWS_1254, 0, {&turkish}},
      {ARROW_BRIDGE_WINDOWS_1255, -1, {&hebrew}},
      {ARROW_BRIDGE_WINDOWS_1256, -1, {&arabic}},
      {ARROW_BRIDGE_WINDOWS_1257, -1, {&lithuanian, &latvian}},
      {ARROW_BRIDGE_WINDOWS_874, -1, {&thai}},
      // Of other systems, and long ago.
      {ARROW_BRIDGE_MACINTOSH, -8, western},
      {ARROW_BRIDGE_IBM_850, -8, western},
      {ARROW_BRIDGE_IBM_852, -8, central},
      {ARROW_BRIDGE_IBM_866, -4, {&russian}},
  };
  return models;
}

LanguageScore::LanguageScore(const Language &language, const std::array<char32_t, 128> &characters,
                             double undefined_byte)
    : is_latin(language.is_latin) {
  auto weight = [&](size_t rank) {
    return language.weights.empty() ? 1.0 / double(rank + 6) : language.weights[rank];
  };
  double total = 0;
  for (size_t rank = 0; rank < language.letters.size(); rank++) total += weight(rank);
  for (size_t byte = 0; byte < characters.size(); byte++) {
    char32_t character = characters[byte];
    Entry &entry = entries[byte];
    auto among = [&](std::u32string_view set) { return set.find(character) != set.npos; };
    if (character == 0 || (character >= 0x80 && character < 0xa0)) {
      entry = {Kind::none, undefined_byte};
    } else if (is_letter(character)) {
      char32_t lower = lower_case(character);
      size_t rank = language.letters.find(lower);
      double score = rank == language.letters.npos ? unusual_letter : std::log(0.98 * weight(rank) / total);
      bool is_cased = character < 0x500;
      entry.kind = !is_cased ? Kind::letter : lower != character || character == 0x130 ? Kind::upper : Kind::lower;
      entry.score = std::max(score, unusual_letter) + (is_latin ? latin_letter : 0);
    } else {
      entry.kind = among(joinings) ? Kind::joining : among(openings) ? Kind::opening : Kind::symbol;
      if (entry.kind != Kind::joining && among(closings)) entry.kind = Kind::closing;
      bool is_usual = among(openings) || among(closings) || among(joinings) || among(usual);
      entry.score = is_usual ? -4.5 : -8;
    }
  }
}

double LanguageScore::score(std::string_view word) const {
  enum class Side { nothing, ascii, lower, upper, letter, symbol };
  auto is_ascii_letter = [](uint8_t byte) { return (byte | 0x20) >= 'a' && (byte | 0x20) <= 'z'; };
  double total = 0;
  Side before = Side::nothing;
  bool was_high = false;
  for (size_t index = 0; index < word.size(); index++) {
    uint8_t byte = uint8_t(word[index]);
    if (byte < 0x80) {
      if (was_high && !is_latin && before != Side::symbol && is_ascii_letter(byte)) total += script_change;
      before = !is_ascii_letter(byte) ? Side::symbol : byte < 'a' ? Side::upper : Side::lower;
      was_high = false;
      continue;
    }
    const Entry &entry = entries[byte - 0x80];
    total += entry.score;
    bool is_behind_letter = before == Side::lower || before == Side::upper || before == Side::letter;
    uint8_t next = index + 1 < word.size() ? uint8_t(word[index + 1]) : 0;
    bool is_before_letter = is_ascii_letter(next) || (next >= 0x80 && entries[next - 0x80].kind >= Kind::lower);
    if (entry.kind >= Kind::lower) {
      if (is_latin && was_high && before != Side::symbol) total += latin_neighbor;
      if (!is_latin && !was_high && is_behind_letter) total += script_change;
      if (entry.kind == Kind::upper) total += before == Side::lower ? -5 : before == Side::upper ? -0.5 : -1.5;
      if (entry.kind == Kind::lower && before == Side::upper && index > 1 && is_latin) total += -0.5;
      before = entry.kind == Kind::upper ? Side::upper : entry.kind == Kind::lower ? Side::lower : Side::letter;
    } else {
      bool is_joined = is_behind_letter && is_before_letter;
      if (entry.kind != Kind::joining) {
        if (is_joined) total += -8;
        else if (is_before_letter && entry.kind != Kind::opening) total += -2;
        else if (is_behind_letter && entry.kind != Kind::closing) total += -2;
      }
      before = Side::symbol;
    }
    was_high = true;
  }
  return total;
}

// MARK: - Several bytes a character

namespace {

constexpr double invalid = -15;
constexpr double rare = -12;

bool is_between(uint8_t byte, uint8_t low, uint8_t high) { return byte >= low && byte <= high; }

double gb_18030(const uint8_t *bytes, size_t count, size_t &length) {
  uint8_t lead = bytes[0], trail = count > 1 ? bytes[1] : 0;
  if (lead == 0x80) return -8;
  bool is_valid = is_between(lead, 0x81, 0xfe) && is_between(trail, 0x40, 0xfe) && trail != 0x7f;
  if (!is_valid) return invalid;
  length = 2;
  if (trail < 0xa1) return rare;
  if (is_between(lead, 0xb0, 0xd7)) return -7;
  if (is_between(lead, 0xd8, 0xf7)) return -9.5;
  if (lead == 0xa1) return -5;
  if (lead == 0xa3) return -5;
  if (lead == 0xa2) return -7;
  if (lead == 0xa4 || lead == 0xa5) return -8.5;
  return is_between(lead, 0xa6, 0xa9) ? -10 : -13;
}

double big_5(const uint8_t *bytes, size_t count, size_t &length) {
  uint8_t lead = bytes[0], trail = count > 1 ? bytes[1] : 0;
  bool is_valid = is_between(lead, 0xa1, 0xf9) && (is_between(trail, 0x40, 0x7e) || is_between(trail, 0xa1, 0xfe));
  if (!is_valid) return invalid;
  length = 2;
  if (is_between(lead, 0xa4, 0xc6)) return -7.2;
  if (lead >= 0xc9) return -10;
  return lead == 0xa1 ? -5 : lead < 0xa4 ? -7 : -14;
}

double shift_jis(const uint8_t *bytes, size_t count, size_t &length) {
  uint8_t lead = bytes[0], trail = count > 1 ? bytes[1] : 0;
  if (is_between(lead, 0xa1, 0xdf)) {
    // ー ア イ カ ク シ ス ト ラ リ ル ン and the voiced marks, of half width.
    constexpr std::string_view frequent = "\xb0\xb1\xb2\xb6\xb8\xbc\xbd\xc4\xd7\xd8\xd9\xdd\xde\xdf";
    return frequent.find(char(lead)) != frequent.npos ? -3.6 : -4.6;
  }
  bool is_valid = (is_between(lead, 0x81, 0x9f) || is_between(lead, 0xe0, 0xfc)) && is_between(trail, 0x40, 0xfc) &&
                  trail != 0x7f;
  if (!is_valid) return invalid;
  length = 2;
  if (lead == 0x82) return is_between(trail, 0x9f, 0xf1) ? -4.3 : is_between(trail, 0x4f, 0x9a) ? -5 : -13;
  if (lead == 0x83) return is_between(trail, 0x40, 0x96) ? -4.5 : -10;
  if (lead == 0x81) return trail == 0x5b ? -4.2 : trail < 0x46 ? -4.5 : -6.5;
  if (is_between(lead, 0x88, 0x97)) return -7.3;
  if (is_between(lead, 0x98, 0x9f) || is_between(lead, 0xe0, 0xea)) return -9.5;
  return is_between(lead, 0xfa, 0xfc) || lead == 0x87 ? -10 : -13;
}

double euc_jp(const uint8_t *bytes, size_t count, size_t &length) {
  uint8_t lead = bytes[0], trail = count > 1 ? bytes[1] : 0;
  if (lead == 0x8e && is_between(trail, 0xa1, 0xdf)) {
    length = 2;
    return -6;
  }
  if (lead == 0x8f && count > 2 && trail >= 0xa1 && bytes[2] >= 0xa1) {
    length = 3;
    return -13;
  }
  if (!is_between(lead, 0xa1, 0xfe) || !is_between(trail, 0xa1, 0xfe)) return invalid;
  length = 2;
  if (lead == 0xa4) return -4.3;
  if (lead == 0xa5) return -4.5;
  if (lead == 0xa1) return trail == 0xbc ? -4.2 : trail < 0xa7 ? -5 : -6.5;
  if (lead == 0xa3) return -5;
  if (is_between(lead, 0xb0, 0xcf)) return -7.3;
  if (is_between(lead, 0xd0, 0xf4)) return -9.5;
  return lead == 0xa2 || is_between(lead, 0xa6, 0xad) ? -9 : -14;
}

double euc_kr(const uint8_t *bytes, size_t count, size_t &length) {
  uint8_t lead = bytes[0], trail = count > 1 ? bytes[1] : 0;
  bool is_extension = is_between(trail, 0x41, 0x5a) || is_between(trail, 0x61, 0x7a) || is_between(trail, 0x81, 0xa0);
  bool is_valid = is_between(lead, 0x81, 0xfe) &&
                  (is_between(trail, 0xa1, 0xfe) || (is_extension && lead <= 0xc6));
  if (!is_valid) return invalid;
  length = 2;
  if (trail < 0xa1 || lead < 0xa1) return -11;
  if (is_between(lead, 0xb0, 0xc8)) return -6.2;
  if (lead == 0xa1) return -5.5;
  if (lead == 0xa3) return -6;
  if (lead == 0xa4) return -8;
  return lead == 0xc9 || lead == 0xfe ? -14 : -10;
}

}  // namespace

double MultibyteModel::score(std::string_view word) const {
  auto bytes = reinterpret_cast<const uint8_t *>(word.data());
  double total = 0;
  bool was_high = false;
  for (size_t position = 0; position < word.size();) {
    bool is_high = bytes[position] >= 0x80;
    size_t length = 1;
    if (is_high) total += character(bytes + position, word.size() - position, length);
    // `LED灯` is usual, letters amid lower case are not.
    if (position > 0 && is_high != was_high) {
      uint8_t ascii = is_high ? bytes[position - 1] : bytes[position];
      total += is_between(ascii, 'a', 'z') ? -4 : -1.5;
    }
    was_high = is_high;
    position += length;
  }
  return total;
}

const std::vector<MultibyteModel> &multibyte_models() {
  static const std::vector<MultibyteModel> models{
      {ARROW_BRIDGE_GB_18030, 0, gb_18030},    {ARROW_BRIDGE_BIG_5, -0.5, big_5}, {ARROW_BRIDGE_SHIFT_JIS, 0, shift_jis},
      {ARROW_BRIDGE_EUC_JP, -0.5, euc_jp}, {ARROW_BRIDGE_EUC_KR, 0, euc_kr},
  };
  return models;
}

}  // namespace bridge
