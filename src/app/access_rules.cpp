#include "app/access_rules.h"

#include <array>
#include <vector>

#include "centre/assistance/may.h"
#include "centre/sites/may.h"
#include "money/funding/may.h"
#include "people/disclosure/may.h"
#include "people/registry/may.h"
#include "platform/access/may.h"
#include "platform/review/may.h"

namespace jatigi::app {

std::span<const access::Rule> access_rules() {
    static const std::vector<access::Rule> all = [] {
        std::vector<access::Rule> joined;
        for (const auto& rules :
             {access::may::rules(), registry::may::rules(), disclosure::may::rules(),
              sites::may::rules(), assistance::may::rules(), funding::may::rules(),
              review::may::rules()})
            joined.insert(joined.end(), rules.begin(), rules.end());
        return joined;
    }();
    return all;
}

}  // namespace jatigi::app
