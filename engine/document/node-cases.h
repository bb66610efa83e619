/* Cases for switches over node types that treat all blocks alike: a new type does not compile wherever
 * nobody has thought of it. */
#ifndef ENG_DOCUMENT_NODE_CASES_H
#define ENG_DOCUMENT_NODE_CASES_H

#include "document/node.h"

/* What is not inline content. */
#define ENG_CASES_OF_BLOCKS                                                                        \
	case ENG_NODE_BODY:                                                                        \
	case ENG_NODE_PART:                                                                        \
	case ENG_NODE_SECTION:                                                                     \
	case ENG_NODE_FLOW:                                                                        \
	case ENG_NODE_CALLOUT:                                                                     \
	case ENG_NODE_BLOCK:                                                                       \
	case ENG_NODE_LIST:                                                                        \
	case ENG_NODE_ITEM:                                                                        \
	case ENG_NODE_HEADING:                                                                     \
	case ENG_NODE_PARA:                                                                        \
	case ENG_NODE_FACTS:                                                                       \
	case ENG_NODE_FACT:                                                                        \
	case ENG_NODE_TABLE:                                                                       \
	case ENG_NODE_ROW:                                                                         \
	case ENG_NODE_CELL:                                                                        \
	case ENG_NODE_CHART:                                                                       \
	case ENG_NODE_IMAGE:                                                                       \
	case ENG_NODE_BARCODE:                                                                     \
	case ENG_NODE_PAYMENT:                                                                     \
	case ENG_NODE_ACTION:                                                                      \
	case ENG_NODE_ENTRY:                                                                       \
	case ENG_NODE_SIGNATURE:                                                                   \
	case ENG_NODE_CONTENTS:                                                                    \
	case ENG_NODE_DIVIDER:                                                                     \
	case ENG_NODE_SPACER:                                                                      \
	case ENG_NODE_PAGE_BREAK:                                                                  \
	case ENG_NODE_TYPES

#endif
