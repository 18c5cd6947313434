// pcre2.h asks for the width of a code unit before it is included; the names to call end in _8.
#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>
