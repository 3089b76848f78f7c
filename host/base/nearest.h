// SPDX-License-Identifier: MIT
#pragma once

#include <functional>
#include <set>
#include <string>
#include <string_view>

namespace prism::host {

// Returns the name in `known` of which `name` is probably a misspelling: at most two letters are inserted, left out or
// changed. Returns an empty string if there is none.
std::string nearest(std::string_view name, const std::set<std::string, std::less<>>& known);

}  // namespace prism::host
