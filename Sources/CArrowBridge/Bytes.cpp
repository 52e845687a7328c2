#include <arrow/io/compressed.h>
#include <arrow/io/file.h>
#include <arrow/util/compression.h>

#include "BridgeError.h"

using namespace bridge;

struct ArrowBridgeBytes {
  // The stream keeps a pointer to the codec, so the codec is destroyed after it.
  std::unique_ptr<arrow::util::Codec> codec;
  std::shared_ptr<arrow::io::InputStream> stream;
};

namespace {

/// Arrow has one status for a stream that ends too early and for one that is not compressed data; the sentence tells.
ArrowBridgeErrorKind kind_of(const arrow::Status &status) {
  return status.message().find("runcated") == std::string::npos ? ARROW_BRIDGE_CORRUPT : ARROW_BRIDGE_TRUNCATED;
}

}  // namespace

extern "C" {

ArrowBridgeBytes *arrow_bridge_bytes_open(const char *path, ArrowBridgeCompression compression,
                                          ArrowBridgeError *error) {
  return guarded<ArrowBridgeBytes *>(error, nullptr, [&] {
    auto bytes = std::make_unique<ArrowBridgeBytes>();
    bytes->stream = check(arrow::io::ReadableFile::Open(path), ARROW_BRIDGE_IO);
    if (compression != ARROW_BRIDGE_PLAIN) {
      auto type = compression == ARROW_BRIDGE_GZIP ? arrow::Compression::GZIP : arrow::Compression::ZSTD;
      bytes->codec = check(arrow::util::Codec::Create(type), ARROW_BRIDGE_UNSUPPORTED);
      bytes->stream = check(arrow::io::CompressedInputStream::Make(bytes->codec.get(), bytes->stream));
    }
    return bytes.release();
  });
}

int64_t arrow_bridge_bytes_read(ArrowBridgeBytes *bytes, uint8_t *out, int64_t capacity, ArrowBridgeError *error) {
  return guarded<int64_t>(error, -1, [&] {
    int64_t count = 0;
    while (count < capacity) {
      auto result = bytes->stream->Read(capacity - count, out + count);
      int64_t read = check(result, kind_of(result.status()));
      if (read == 0) break;
      count += read;
    }
    return count;
  });
}

void arrow_bridge_bytes_close(ArrowBridgeBytes *bytes) { delete bytes; }
}
