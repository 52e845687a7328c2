#include "JSONParser.h"

#include <arrow/array.h>
#include <arrow/compute/api_vector.h>
#include <arrow/datum.h>
#include <arrow/json/api.h>

#include <algorithm>
#include <charconv>
#include <string_view>
#include <unordered_map>
#include <unordered_set>

#include "BridgeError.h"

namespace bridge {
namespace {

/// Values within values, and members of an object: more costs a parser memory for each.
constexpr int64_t depth_limit = 64;
constexpr int64_t member_limit = 16'384;

Failure failure_at(int64_t row, std::string message) {
  return Failure{.kind = ARROW_BRIDGE_JSON, .message = std::move(message), .position = row};
}

/// Arrow says the row in words only: ` in row 7`, from 0.
Failure failure_of(const arrow::Status &status) {
  Failure failure = failure_from(status, ARROW_BRIDGE_JSON);
  std::string_view message = failure.message;
  constexpr std::string_view mark = " in row ";
  if (size_t place = message.rfind(mark); place != message.npos) {
    const char *digits = message.data() + place + mark.size();
    std::from_chars(digits, message.data() + message.size(), failure.position);
    failure.message.resize(place);
  }
  constexpr std::string_view prefix = "JSON parse error: ";
  if (failure.message.starts_with(prefix)) failure.message.erase(0, prefix.size());
  return failure;
}

void append_utf_8(char32_t character, std::string &out) {
  if (character < 0x80) {
    out += char(character);
  } else if (character < 0x800) {
    out += char(0xc0 | character >> 6);
    out += char(0x80 | (character & 0x3f));
  } else if (character < 0x10000) {
    out += char(0xe0 | character >> 12);
    out += char(0x80 | (character >> 6 & 0x3f));
    out += char(0x80 | (character & 0x3f));
  } else {
    out += char(0xf0 | character >> 18);
    out += char(0x80 | (character >> 12 & 0x3f));
    out += char(0x80 | (character >> 6 & 0x3f));
    out += char(0x80 | (character & 0x3f));
  }
}

/// What stands between quotes, its escapes undone.
std::string unescaped(std::string_view text) {
  auto unit = [&](size_t place) {
    uint32_t value = 0;
    if (place + 4 <= text.size()) std::from_chars(text.data() + place, text.data() + place + 4, value, 16);
    return char32_t(value);
  };
  std::string plain;
  for (size_t index = 0; index < text.size(); index++) {
    if (text[index] != '\\' || index + 1 == text.size()) {
      plain += text[index];
      continue;
    }
    char escape = text[++index];
    constexpr std::string_view escapes = "bfnrt", controls = "\b\f\n\r\t";
    if (size_t place = escapes.find(escape); place != escapes.npos) {
      plain += controls[place];
    } else if (escape == 'u') {
      char32_t character = unit(index + 1);
      index += 4;
      if (character >= 0xd800 && character < 0xdc00 && index + 6 < text.size()) {
        character = 0x10000 + ((character - 0xd800) << 10) + ((unit(index + 3) - 0xdc00) & 0x3ff);
        index += 6;
      }
      append_utf_8(character, plain);
    } else {
      plain += escape;
    }
  }
  return plain;
}

ArrowBridgeJSONKind kind_of(std::string_view value, int64_t row) {
  switch (value.empty() ? 'n' : value[0]) {
  case '"':
    return ARROW_BRIDGE_JSON_TEXT;
  case '{':
  case '[':
    return ARROW_BRIDGE_JSON_NESTED;
  case 't':
  case 'f':
    return ARROW_BRIDGE_JSON_BOOL;
  case 'n':
    return ARROW_BRIDGE_JSON_NULL;
  default:
    break;
  }
  if (value.find_first_of(".eE") != value.npos) return ARROW_BRIDGE_JSON_NUMBER;
  int64_t number;
  auto answer = std::from_chars(value.data(), value.data() + value.size(), number);
  // As a fraction it would lose its last digits, and ids would become one.
  if (answer.ec == std::errc::result_out_of_range)
    throw failure_at(row, "the whole number " + std::string(value.substr(0, 40)) + " is too long; write it as text");
  return ARROW_BRIDGE_JSON_INTEGER;
}

/// Calls `body` with row, name (as written), and value (from its first to its last byte) of the members of all objects
/// in a block, without what is in these.
template <typename Body>
void for_each_member(const CSVBlock &block, Body body) {
  std::string_view text(reinterpret_cast<const char *>(block.text->data()), size_t(block.text->size()));
  constexpr std::string_view blanks = " \t";
  int64_t row = -1;
  for (size_t start = 0; start < text.size();) {
    size_t end = std::min(text.find_first_of("\r\n", start), text.size());
    auto line = text.substr(start, end - start);
    start = end + 1;
    size_t index = line.find_first_not_of(blanks);
    if (index == line.npos) continue;
    row++;
    if (line[index] != '{') throw failure_at(row, "this line is no object");
    int64_t depth = 0, members = 0;
    std::string_view name;
    // Of the value at depth 1 that is being passed; npos before it.
    size_t value = line.npos;
    auto finish = [&](size_t end) {
      if (value == line.npos) return;
      size_t last = line.find_last_not_of(blanks, end - 1);
      body(row, name, line.substr(value, last + 1 - value));
      value = line.npos;
    };
    bool is_value = false;
    for (; index < line.size(); index++) {
      char byte = line[index];
      if (byte == ' ' || byte == '\t') continue;
      if (depth == 1 && byte == ',') {
        finish(index);
        is_value = false;
        continue;
      }
      if (depth == 1 && byte == '}') finish(index);
      if (depth == 1 && is_value && value == line.npos && byte != '}') value = index;
      if (byte == '"') {
        size_t open = index + 1;
        for (index++; index < line.size() && line[index] != '"'; index++) index += line[index] == '\\';
        if (depth == 1 && !is_value) name = line.substr(std::min(open, line.size()), index - open);
      } else if (byte == '{' || byte == '[') {
        depth++;
      } else if (byte == '}' || byte == ']') {
        depth--;
      } else if (byte == ':') {
        members++;
        if (depth == 1) is_value = true;
      }
      if (depth > depth_limit) throw failure_at(row, "values are nested deeper than 64");
      if (members > member_limit) throw failure_at(row, "this object has more than 16,384 members");
    }
  }
}

/// Numbers and text are text; what is nested somewhere is left out everywhere.
ArrowBridgeJSONKind joined(ArrowBridgeJSONKind first, ArrowBridgeJSONKind second) {
  if (first == second || second == ARROW_BRIDGE_JSON_NULL) return first;
  if (first == ARROW_BRIDGE_JSON_NULL) return second;
  if (first == ARROW_BRIDGE_JSON_NESTED || second == ARROW_BRIDGE_JSON_NESTED) return ARROW_BRIDGE_JSON_NESTED;
  auto is_number = [](ArrowBridgeJSONKind kind) {
    return kind == ARROW_BRIDGE_JSON_INTEGER || kind == ARROW_BRIDGE_JSON_NUMBER;
  };
  return is_number(first) && is_number(second) ? ARROW_BRIDGE_JSON_NUMBER : ARROW_BRIDGE_JSON_MIXED;
}

/// The text of a block with quotes around the values of `names` that have none.
std::shared_ptr<arrow::Buffer> quoted(const CSVBlock &block, const std::unordered_set<std::string> &names) {
  auto start = reinterpret_cast<const char *>(block.text->data());
  std::string text;
  const char *taken = start;
  for_each_member(block, [&](int64_t, std::string_view name, std::string_view value) {
    if (value.empty() || value[0] == '"' || value[0] == 'n' || !names.contains(unescaped(name))) return;
    text.append(taken, value.data() - taken);
    text += '"';
    text += value;
    text += '"';
    taken = value.data() + value.size();
  });
  text.append(taken, start + block.text->size() - taken);
  return arrow::Buffer::FromString(std::move(text));
}

}  // namespace

std::vector<JSONMember> json_members(const CSVBlock &block) {
  std::vector<JSONMember> members;
  // By name as it is written.
  std::unordered_map<std::string_view, size_t> places;
  for_each_member(block, [&](int64_t row, std::string_view name, std::string_view value) {
    auto kind = kind_of(value, row);
    auto [place, is_new] = places.try_emplace(name, members.size());
    if (!is_new) {
      members[place->second].kind = joined(members[place->second].kind, kind);
      return;
    }
    auto plain = unescaped(name);
    // C names end there.
    if (plain.find('\0') != plain.npos) throw failure_at(row, "a name holds the character NUL");
    members.push_back({std::move(plain), kind});
  });
  return members;
}

std::shared_ptr<arrow::RecordBatch> parse_json(const CSVBlock &block, const std::vector<JSONMember> &members) {
  std::vector<std::shared_ptr<arrow::Field>> fields;
  std::unordered_set<std::string> mixed;
  for (const auto &member : members) {
    auto type = member.kind == ARROW_BRIDGE_JSON_BOOL      ? arrow::boolean()
                : member.kind == ARROW_BRIDGE_JSON_INTEGER ? arrow::int64()
                : member.kind == ARROW_BRIDGE_JSON_NUMBER  ? arrow::float64()
                                                           : arrow::utf8();
    if (member.kind == ARROW_BRIDGE_JSON_MIXED) mixed.insert(member.name);
    fields.push_back(arrow::field(member.name, type));
  }
  auto options = arrow::json::ParseOptions::Defaults();
  options.explicit_schema = arrow::schema(fields);
  options.unexpected_field_behavior = arrow::json::UnexpectedFieldBehavior::Ignore;
  auto result = arrow::json::ParseOne(options, mixed.empty() ? block.text : quoted(block, mixed));
  if (!result.ok()) throw failure_of(result.status());
  auto batch = result.MoveValueUnsafe();
  if (batch->num_rows() != block.rows) throw failure_at(0, "not one object on each line");
  std::vector<std::shared_ptr<arrow::Array>> arrays;
  for (size_t column = 0; column < fields.size(); column++) {
    auto array = batch->column(int(column));
    if (array->type_id() == arrow::Type::STRING) array = check(arrow::compute::DictionaryEncode(array)).make_array();
    fields[column] = fields[column]->WithType(array->type());
    arrays.push_back(std::move(array));
  }
  return arrow::RecordBatch::Make(arrow::schema(fields), block.rows, arrays);
}

}  // namespace bridge
