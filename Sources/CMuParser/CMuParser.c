#include "CMuParser.h"
