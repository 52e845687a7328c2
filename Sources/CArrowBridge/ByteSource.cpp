#include "ByteSource.h"

#include <arrow/io/compressed.h>
#include <arrow/io/file.h>

#include "BridgeError.h"

namespace bridge {
namespace {

/// Arrow has one status for a stream that ends too early and for one that is not compressed data; the sentence tells.
ArrowBridgeErrorKind kind_of(const arrow::Status &status) {
  return status.message().find("runcated") == std::string::npos ? ARROW_BRIDGE_CORRUPT : ARROW_BRIDGE_TRUNCATED;
}

}  // namespace

ByteSource::ByteSource(const char *path, ArrowBridgeCompression compression) {
  stream = check(arrow::io::ReadableFile::Open(path), ARROW_BRIDGE_IO);
  if (compression == ARROW_BRIDGE_PLAIN) return;
  auto type = compression == ARROW_BRIDGE_GZIP ? arrow::Compression::GZIP : arrow::Compression::ZSTD;
  codec = check(arrow::util::Codec::Create(type), ARROW_BRIDGE_UNSUPPORTED);
  stream = check(arrow::io::CompressedInputStream::Make(codec.get(), stream));
}

int64_t ByteSource::read(uint8_t *out, int64_t capacity) {
  int64_t count = 0;
  while (count < capacity) {
    auto result = stream->Read(capacity - count, out + count);
    int64_t read = check(result, kind_of(result.status()));
    if (read == 0) break;
    count += read;
  }
  return count;
}

}  // namespace bridge
