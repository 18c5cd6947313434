#include "CPlatform.h"

const char *cplatform_commit(void) {
#ifdef CARDSCAN_COMMIT
    return CARDSCAN_COMMIT;
#else
    return "";
#endif
}
