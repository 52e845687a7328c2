/// A small C interface that hides Arrow C++: CSV and Parquet in and out, and Arrow IPC in.
///
/// No C++ exception crosses it. Every call that can fail takes an `ArrowBridgeError`, which it fills only on failure;
/// the caller frees its message with `arrow_bridge_error_free`.
#pragma once
#include <stdbool.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

// MARK: - The Arrow C data interface (a published binary layout; Arrow's own headers use the same guard)

#ifndef ARROW_C_DATA_INTERFACE
#define ARROW_C_DATA_INTERFACE

#define ARROW_FLAG_DICTIONARY_ORDERED 1
#define ARROW_FLAG_NULLABLE 2
#define ARROW_FLAG_MAP_KEYS_SORTED 4

struct ArrowSchema {
  const char *format;
  const char *name;
  const char *metadata;
  int64_t flags;
  int64_t n_children;
  struct ArrowSchema **children;
  struct ArrowSchema *dictionary;
  void (*release)(struct ArrowSchema *);
  void *private_data;
};

struct ArrowArray {
  int64_t length;
  int64_t null_count;
  int64_t offset;
  int64_t n_buffers;
  int64_t n_children;
  const void **buffers;
  struct ArrowArray **children;
  struct ArrowArray *dictionary;
  void (*release)(struct ArrowArray *);
  void *private_data;
};

#endif

// MARK: - Errors

typedef enum {
  /// The system refused: `system_error` holds errno where Arrow knows it.
  ARROW_BRIDGE_IO = 1,
  /// The bytes are not what the format demands.
  ARROW_BRIDGE_CORRUPT = 2,
  /// The bytes end too early.
  ARROW_BRIDGE_TRUNCATED = 3,
  /// A type we do not read, in column `column`.
  ARROW_BRIDGE_UNSUPPORTED = 4,
  /// A value of column `column` does not fit the type it is read as.
  ARROW_BRIDGE_CONVERSION = 5,
  ARROW_BRIDGE_MEMORY = 6,
  ARROW_BRIDGE_OTHER = 7,
  /// A NUL byte on line `line`, at byte `position` of the decompressed text.
  ARROW_BRIDGE_NUL = 8,
  /// A quoted field that opens on line `line` in column (byte, from 1) `position`, and does not end.
  ARROW_BRIDGE_UNCLOSED_QUOTE = 9,
  /// One that opens there, and is followed by text behind its closing quote.
  ARROW_BRIDGE_TEXT_AFTER_QUOTE = 10,
  /// A record from line `line` on, longer than `expected` bytes.
  ARROW_BRIDGE_LINE_TOO_LONG = 11,
  /// A record on line `line` with `position` fields instead of `expected`.
  ARROW_BRIDGE_RAGGED_ROW = 12,
  /// Bytes on line `line` that are no text in the encoding `expected`, an `ArrowBridgeEncoding`.
  ARROW_BRIDGE_NOT_IN_ENCODING = 13,
  /// UTF-8 on line `line`, where text before it showed that the file is in Windows-1252.
  ARROW_BRIDGE_MIXED_ENCODINGS = 14,
  /// A header on line `line` of `position` columns, more than `expected`.
  ARROW_BRIDGE_TOO_MANY_COLUMNS = 15,
  /// Text on line `line` that is not UTF-8 and may be in several encodings; `expected` is the likeliest.
  ARROW_BRIDGE_UNKNOWN_ENCODING = 16,
  /// A line that is no object like the others, in row `position` of its block.
  ARROW_BRIDGE_JSON = 17,
} ArrowBridgeErrorKind;

typedef struct {
  ArrowBridgeErrorKind kind;
  /// errno, or 0.
  int32_t system_error;
  /// Position of the column among those selected, or -1.
  int32_t column;
  /// What the kind says; 0 where it says nothing.
  int64_t line, position, expected;
  /// UTF-8, owned by the caller; NULL while nothing failed.
  char *message;
} ArrowBridgeError;

void arrow_bridge_error_free(ArrowBridgeError *error);

/// The version of Arrow C++ this binary runs with, for example "26.0.1".
const char *arrow_bridge_version(void);

// MARK: - CSV in

typedef enum { ARROW_BRIDGE_PLAIN = 0, ARROW_BRIDGE_GZIP = 1, ARROW_BRIDGE_ZSTD = 2 } ArrowBridgeCompression;

/// How text is written down as bytes. A byte order mark wins over what the caller says.
typedef enum {
  /// To find out, by the words from the first character outside ASCII on; UTF-16 by its mark only.
  ARROW_BRIDGE_DETECT = 0,
  /// As an answer only: nothing outside ASCII so far.
  ARROW_BRIDGE_ASCII = 1,
  ARROW_BRIDGE_UTF_8 = 2,
  ARROW_BRIDGE_WINDOWS_1252 = 3,
  ARROW_BRIDGE_LATIN_1 = 4,
  /// To find out the order of bytes; little-endian where nothing tells.
  ARROW_BRIDGE_UTF_16 = 5,
  ARROW_BRIDGE_UTF_16_LE = 6,
  ARROW_BRIDGE_UTF_16_BE = 7,
  ARROW_BRIDGE_WINDOWS_1250,
  ARROW_BRIDGE_WINDOWS_1251,
  ARROW_BRIDGE_WINDOWS_1253,
  ARROW_BRIDGE_WINDOWS_1254,
  ARROW_BRIDGE_WINDOWS_1255,
  ARROW_BRIDGE_WINDOWS_1256,
  ARROW_BRIDGE_WINDOWS_1257,
  ARROW_BRIDGE_WINDOWS_874,
  ARROW_BRIDGE_ISO_8859_2,
  ARROW_BRIDGE_ISO_8859_5,
  ARROW_BRIDGE_ISO_8859_7,
  ARROW_BRIDGE_ISO_8859_9,
  ARROW_BRIDGE_ISO_8859_15,
  ARROW_BRIDGE_KOI8_R,
  ARROW_BRIDGE_IBM_850,
  ARROW_BRIDGE_IBM_852,
  ARROW_BRIDGE_IBM_866,
  ARROW_BRIDGE_MACINTOSH,
  ARROW_BRIDGE_GB_18030,
  ARROW_BRIDGE_BIG_5,
  ARROW_BRIDGE_SHIFT_JIS,
  ARROW_BRIDGE_EUC_JP,
  ARROW_BRIDGE_EUC_KR,
} ArrowBridgeEncoding;

typedef struct {
  uint8_t delimiter;
  /// 0 for none.
  uint8_t quote;
  /// Whether fields are separated by any run of blanks: what is read has a tab, which is then the delimiter, for each
  /// run, and none at the ends of a line.
  bool joins_blanks;
} ArrowBridgeCSVDialect;

/// From row `row` on, to the next break, rows are on lines `line`, `line + 1`, …
typedef struct {
  int64_t row;
  int64_t line;
} ArrowBridgeLineBreak;

typedef struct ArrowBridgeCSVReader ArrowBridgeCSVReader;
/// Whole records of a file.
typedef struct ArrowBridgeCSVBlock ArrowBridgeCSVBlock;

/// Opens a file and reads its first `block_size` bytes of text, as UTF-8. NULL on failure.
ArrowBridgeCSVReader *arrow_bridge_csv_open(const char *path, ArrowBridgeCompression compression,
                                            ArrowBridgeEncoding encoding, int64_t block_size,
                                            ArrowBridgeError *error);
/// What the bytes read so far are; the answer may change from ASCII to another one until the end.
ArrowBridgeEncoding arrow_bridge_csv_encoding(const ArrowBridgeCSVReader *reader);
/// The start of the file, at least its first line, without a byte order mark; the same for all sizes of blocks.
const uint8_t *arrow_bridge_csv_head(const ArrowBridgeCSVReader *reader, int64_t *count, bool *is_whole);
/// Reads the first record that is not blank, as a struct array of one row with a child of format u a field, which the
/// caller releases; `release` is NULL where the file holds no record. Text is not checked to be UTF-8. A record that is
/// kept is also the first row of the blocks.
bool arrow_bridge_csv_header(ArrowBridgeCSVReader *reader, ArrowBridgeCSVDialect dialect, bool is_kept,
                             struct ArrowArray *names, int64_t *line, ArrowBridgeError *error);
/// Chooses the columns of the blocks, by position among the `fields` fields of each row, in this order. Once, before the
/// first block.
bool arrow_bridge_csv_select(ArrowBridgeCSVReader *reader, int32_t fields, const int32_t *columns, int32_t count,
                             ArrowBridgeError *error);
/// The next block, which the caller frees; NULL at the end of the file.
bool arrow_bridge_csv_next(ArrowBridgeCSVReader *reader, ArrowBridgeCSVBlock **block, ArrowBridgeError *error);
void arrow_bridge_csv_close(ArrowBridgeCSVReader *reader);

int64_t arrow_bridge_csv_block_rows(const ArrowBridgeCSVBlock *block);
/// The lines of the block's rows.
const ArrowBridgeLineBreak *arrow_bridge_csv_block_lines(const ArrowBridgeCSVBlock *block, int64_t *count);
/// Reads the fields as a struct array with a child of format i with a dictionary of u a chosen column, which the
/// caller releases; an empty field is null. Text is not checked to be UTF-8. Blocks may be read on any thread.
bool arrow_bridge_csv_block_read(const ArrowBridgeCSVBlock *block, struct ArrowArray *out, ArrowBridgeError *error);
void arrow_bridge_csv_block_free(ArrowBridgeCSVBlock *block);

// MARK: - JSON Lines in

/// What values a member has.
typedef enum {
  ARROW_BRIDGE_JSON_NULL = 0,
  ARROW_BRIDGE_JSON_BOOL = 1,
  /// Of 64 bits.
  ARROW_BRIDGE_JSON_INTEGER = 2,
  ARROW_BRIDGE_JSON_NUMBER = 3,
  ARROW_BRIDGE_JSON_TEXT = 4,
  /// Text here and numbers or true and false there: read as text.
  ARROW_BRIDGE_JSON_MIXED = 5,
  /// Objects or lists, in some lines at least: not read.
  ARROW_BRIDGE_JSON_NESTED = 6,
} ArrowBridgeJSONKind;

/// Goes on with blocks of whole lines that are not blank, instead of CSV with a header.
bool arrow_bridge_json_start(ArrowBridgeCSVReader *reader, ArrowBridgeError *error);
/// Calls `member` for each member of the objects in a block, one object a line, in order of first appearance, with its
/// kind as far as this block shows it; the name is valid only then. Blocks may be looked at on any thread.
bool arrow_bridge_json_block_members(const ArrowBridgeCSVBlock *block, void *context,
                                     void (*member)(void *context, const char *name, ArrowBridgeJSONKind kind),
                                     ArrowBridgeError *error);
/// Reads the members `names` of these kinds as a struct array with a child a member, which the caller releases: b, l,
/// g, and i with a dictionary of u for all others. Text is not checked to be UTF-8.
bool arrow_bridge_json_block_read(const ArrowBridgeCSVBlock *block, const char *const *names,
                                  const ArrowBridgeJSONKind *kinds, int32_t count, struct ArrowArray *out,
                                  ArrowBridgeError *error);

// MARK: - Parquet in

typedef struct ArrowBridgeParquetReader ArrowBridgeParquetReader;

typedef struct {
  /// Rows a batch at most.
  int64_t batch_rows;
  /// 1 decodes on the calling thread; more size Arrow's pool of this process.
  int32_t threads;
  /// Strings come back as dictionary(int32, utf8), whatever the file says.
  bool dictionary_strings;
} ArrowBridgeParquetOptions;

/// Opens a file and describes its top-level columns in `schema`, as they will come back: b, i, l, f, g, tdD, u,
/// tsu: (with the zone where there is one), and i with a dictionary of u. A column that cannot be read keeps its own
/// format (`+s`, `+l`, …). The caller releases `schema`. NULL on failure.
ArrowBridgeParquetReader *arrow_bridge_parquet_open(const char *path, ArrowBridgeParquetOptions options,
                                                    struct ArrowSchema *schema, ArrowBridgeError *error);
int64_t arrow_bridge_parquet_rows(const ArrowBridgeParquetReader *reader);
/// Chooses the columns of the batches, by position in `schema`, in this order. Once, before the first batch.
bool arrow_bridge_parquet_select(ArrowBridgeParquetReader *reader, const int32_t *columns, int32_t count,
                                 ArrowBridgeError *error);
/// The next batch as a struct array with one child per column, which the caller releases; `release` is NULL at the end.
bool arrow_bridge_parquet_next(ArrowBridgeParquetReader *reader, struct ArrowArray *batch, ArrowBridgeError *error);
void arrow_bridge_parquet_close(ArrowBridgeParquetReader *reader);

// MARK: - Arrow IPC in

typedef struct ArrowBridgeIPCReader ArrowBridgeIPCReader;

typedef struct {
  /// Rows a batch at most.
  int64_t batch_rows;
  /// A stream, and not a file with a footer (which Feather is).
  bool is_stream;
  /// Strings come back as dictionary(int32, utf8), whatever the file says.
  bool dictionary_strings;
} ArrowBridgeIPCOptions;

/// Opens a file and describes its columns in `schema`, as `arrow_bridge_parquet_open` does. NULL on failure.
ArrowBridgeIPCReader *arrow_bridge_ipc_open(const char *path, ArrowBridgeIPCOptions options,
                                            struct ArrowSchema *schema, ArrowBridgeError *error);
/// Chooses the columns of the batches, by position in `schema`, in this order. Once, before the first batch.
bool arrow_bridge_ipc_select(ArrowBridgeIPCReader *reader, const int32_t *columns, int32_t count,
                             ArrowBridgeError *error);
/// The next batch, never an empty one and checked in full, as a struct array with one child per column, which the caller
/// releases; `release` is NULL at the end.
bool arrow_bridge_ipc_next(ArrowBridgeIPCReader *reader, struct ArrowArray *batch, ArrowBridgeError *error);
void arrow_bridge_ipc_close(ArrowBridgeIPCReader *reader);

// MARK: - Tables out

typedef enum {
  ARROW_BRIDGE_BOOL,
  ARROW_BRIDGE_INT32,
  ARROW_BRIDGE_INT64,
  ARROW_BRIDGE_FLOAT,
  ARROW_BRIDGE_DOUBLE,
  ARROW_BRIDGE_TIMESTAMP,
  ARROW_BRIDGE_TIMESTAMP_UTC,
  ARROW_BRIDGE_DATE,
  ARROW_BRIDGE_STRING,
  ARROW_BRIDGE_DICTIONARY,
} ArrowBridgeType;

/// Borrowed memory of one column; it must stay as it is until the call that takes it returns.
typedef struct {
  /// `length` values of the type's width (a bool is a byte); codes (int32) of a dictionary; unused for strings.
  const void *values;
  /// Least significant bit first, 1 is a value; NULL where nothing is null.
  const uint8_t *validity;
  /// Bits of `validity` to skip.
  int64_t validity_offset;
  int64_t null_count;
  /// Offsets (one more than there are strings) and bytes of the strings, or of the dictionary's strings.
  const int32_t *string_offsets;
  const uint8_t *string_bytes;
  int64_t string_count;
} ArrowBridgeColumn;

// MARK: - Parquet out

typedef struct ArrowBridgeParquetWriter ArrowBridgeParquetWriter;

/// Creates or truncates `path`. `keys` and `values` are metadata of the file; `repeats` says of each column whether its
/// values are worth a dictionary. NULL on failure.
ArrowBridgeParquetWriter *arrow_bridge_parquet_create(const char *path, const char *const *names,
                                                      const ArrowBridgeType *types, const bool *repeats,
                                                      int32_t columns, const char *const *keys,
                                                      const char *const *values, int32_t metadata_count, int32_t threads,
                                                      ArrowBridgeError *error);
/// Whether to stop; called between parts of a table.
typedef bool (*ArrowBridgeStop)(const void *context);
/// Writes `length` rows in row groups of `row_group_rows`. Where `stop` says so, it returns true without the rest; the
/// writer can then only be freed.
bool arrow_bridge_parquet_write(ArrowBridgeParquetWriter *writer, const ArrowBridgeColumn *columns, int64_t length,
                                int64_t row_group_rows, ArrowBridgeStop stop, const void *context,
                                ArrowBridgeError *error);
/// Writes the footer and closes the file; the writer can then only be freed.
bool arrow_bridge_parquet_finish(ArrowBridgeParquetWriter *writer, ArrowBridgeError *error);
/// Frees the writer. Without `finish` before, the file is to be removed: it may or may not look complete.
void arrow_bridge_parquet_free(ArrowBridgeParquetWriter *writer);

// MARK: - CSV out

typedef struct ArrowBridgeCSVWriter ArrowBridgeCSVWriter;

/// Creates or truncates `path` and writes the header. NULL on failure.
ArrowBridgeCSVWriter *arrow_bridge_csv_create(const char *path, const char *const *names,
                                              const ArrowBridgeType *types, int32_t columns, ArrowBridgeError *error);
/// Writes `length` rows. Text is quoted where some text among them needs quotes; a timestamp's zone is left out.
bool arrow_bridge_csv_write(ArrowBridgeCSVWriter *writer, const ArrowBridgeColumn *columns, int64_t length,
                            ArrowBridgeError *error);
/// Closes the file; the writer can then only be freed.
bool arrow_bridge_csv_finish(ArrowBridgeCSVWriter *writer, ArrowBridgeError *error);
void arrow_bridge_csv_free(ArrowBridgeCSVWriter *writer);

#ifdef __cplusplus
}
#endif
