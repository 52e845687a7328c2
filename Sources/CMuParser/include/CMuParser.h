#pragma once
// muParser's C interface; its headers need the static-library macro off and the C names on.
#include <muParserDLL.h>
