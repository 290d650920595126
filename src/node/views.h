// Every view, in the order in which a fact reaches them.
#pragma once
#include "platform/log/view.h"

namespace jatigi::node {
log::Views all_views();
}
