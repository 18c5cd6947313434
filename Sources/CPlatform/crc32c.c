#include "CPlatform.h"

#include <pthread.h>
#include <string.h>

#define CASTAGNOLI_REVERSED 0x82f63b78u

static uint32_t table[8][256];
static pthread_once_t table_once = PTHREAD_ONCE_INIT;

static void make_table(void) {
    for (uint32_t n = 0; n < 256; n++) {
        uint32_t crc = n;
        for (int bit = 0; bit < 8; bit++) crc = (crc >> 1) ^ (crc & 1 ? CASTAGNOLI_REVERSED : 0);
        table[0][n] = crc;
    }
    for (uint32_t n = 0; n < 256; n++)
        for (int slice = 1; slice < 8; slice++)
            table[slice][n] = (table[slice - 1][n] >> 8) ^ table[0][table[slice - 1][n] & 0xff];
}

uint32_t cplatform_crc32c_portable(uint32_t crc, const void *bytes, size_t length) {
    pthread_once(&table_once, make_table);
    const uint8_t *p = bytes;
    crc = ~crc;
    while (length >= 8) {
        uint32_t low = crc ^ ((uint32_t)p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 | (uint32_t)p[3] << 24);
        crc = table[7][low & 0xff] ^ table[6][low >> 8 & 0xff] ^ table[5][low >> 16 & 0xff] ^ table[4][low >> 24]
            ^ table[3][p[4]] ^ table[2][p[5]] ^ table[1][p[6]] ^ table[0][p[7]];
        p += 8;
        length -= 8;
    }
    while (length--) crc = (crc >> 8) ^ table[0][(crc ^ *p++) & 0xff];
    return ~crc;
}

#if defined(__x86_64__)
__attribute__((target("sse4.2")))
static uint32_t crc32c_hardware(uint32_t crc, const uint8_t *p, size_t length) {
    uint64_t state = ~crc;
    for (; length >= 8; length -= 8, p += 8) {
        uint64_t word;
        memcpy(&word, p, 8);
        state = __builtin_ia32_crc32di(state, word);
    }
    uint32_t narrow = (uint32_t)state;
    if (length >= 4) {
        uint32_t word;
        memcpy(&word, p, 4);
        narrow = __builtin_ia32_crc32si(narrow, word);
        p += 4;
        length -= 4;
    }
    while (length--) narrow = __builtin_ia32_crc32qi(narrow, *p++);
    return ~narrow;
}
static bool has_hardware(void) { return __builtin_cpu_supports("sse4.2"); }
#elif defined(__aarch64__) && defined(__linux__)
#include <sys/auxv.h>
#include <asm/hwcap.h>
__attribute__((target("+crc")))
static uint32_t crc32c_hardware(uint32_t crc, const uint8_t *p, size_t length) {
    crc = ~crc;
    for (; length >= 8; length -= 8, p += 8) {
        uint64_t word;
        memcpy(&word, p, 8);
        crc = __builtin_arm_crc32cd(crc, word);
    }
    while (length--) crc = __builtin_arm_crc32cb(crc, *p++);
    return ~crc;
}
static bool has_hardware(void) { return getauxval(AT_HWCAP) & HWCAP_CRC32; }
#else
static uint32_t crc32c_hardware(uint32_t crc, const uint8_t *p, size_t length) {
    return cplatform_crc32c_portable(crc, p, length);
}
static bool has_hardware(void) { return false; }
#endif

uint32_t cplatform_crc32c(uint32_t crc, const void *bytes, size_t length) {
    return has_hardware() ? crc32c_hardware(crc, bytes, length) : cplatform_crc32c_portable(crc, bytes, length);
}
