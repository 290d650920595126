// Why people must look at something, and what each task is about: what the modules say of their
// own.
#pragma once
#include "people/registry/registration_api.h"
#include "platform/review/review_task_api.h"

namespace jatigi::app {

// `people` must outlive what it gives.
review::Review review_of(const registry::RegisterContext& people);

// Data protection looks at an emergency account that was made.
Result<void> emergency_task(log::WriteTx& tx, const log::Cause& cause,
                            const access::Account& account);

}  // namespace jatigi::app
