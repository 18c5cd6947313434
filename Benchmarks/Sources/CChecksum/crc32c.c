#include "CChecksum.h"

#include <pthread.h>
#include <string.h>

static uint32_t table[256];
static pthread_once_t table_once = PTHREAD_ONCE_INIT;

static void make_table(void) {
    for (uint32_t n = 0; n < 256; n++) {
        uint32_t crc = n;
        for (int bit = 0; bit < 8; bit++) crc = (crc >> 1) ^ (crc & 1 ? 0x82f63b78u : 0);
        table[n] = crc;
    }
}

static uint32_t portable(uint32_t state, const uint8_t *p, size_t length) {
    pthread_once(&table_once, make_table);
    while (length--) state = (state >> 8) ^ table[(state ^ *p++) & 0xff];
    return state;
}

#if defined(__x86_64__)
__attribute__((target("sse4.2")))
static uint32_t hardware(uint32_t state, const uint8_t *p, size_t length) {
    uint64_t wide = state;
    for (; length >= 8; length -= 8, p += 8) {
        uint64_t word;
        memcpy(&word, p, 8);
        wide = __builtin_ia32_crc32di(wide, word);
    }
    state = (uint32_t)wide;
    while (length--) state = __builtin_ia32_crc32qi(state, *p++);
    return state;
}
#define HAS_HARDWARE __builtin_cpu_supports("sse4.2")
#else
#define hardware portable
#define HAS_HARDWARE 0
#endif

uint32_t checksum_crc32c(uint32_t crc, const void *bytes, size_t length) {
    return ~(HAS_HARDWARE ? hardware(~crc, bytes, length) : portable(~crc, bytes, length));
}
