#ifndef CSHA256_H
#define CSHA256_H

#include <stddef.h>

// SHA-256 of a whole message at once.
//
// The function is BoringSSL's, under the name it has in swift-crypto. Crypto.SHA256 calls the same code, but allocates,
// copies and wipes an object for each hash: 380 ns for 56 bytes, of which 140 are hashing. An event takes some 25 hashes,
// and that object took 12 % of an append (perf of LedgerBenchmarks append --profile 1000) and a quarter of verify
// (LedgerBenchmarks verify: 33 to 24 us of CPU an event). A swift-crypto without the function fails to link.

unsigned char *CCryptoBoringSSL_SHA256(const unsigned char *message, size_t length, unsigned char *digest);

/// Writes the 32 bytes of the digest. `message` may be null where `length` is 0.
static inline void csha256(const void *message, size_t length, void *digest) {
    CCryptoBoringSSL_SHA256((const unsigned char *)message, length, (unsigned char *)digest);
}

#endif
