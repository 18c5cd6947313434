#include "CPlatform.h"

#include <malloc.h>

void cplatform_grow_heap_by(int bytes) { mallopt(M_TOP_PAD, bytes); }
