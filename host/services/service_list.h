// SPDX-License-Identifier: MIT
// The services that plugins get by their names (get_service).
#pragma once

#include <string_view>

namespace prism::host {

class HostServices;

// Returns the table of the service `name`, and starts it; nullptr if there is no such service.
const void* findService(std::string_view name, HostServices& host);

// The tables, which are valid until the process ends. Each is defined in a file of its own.
const void* commandTable(HostServices& host);
const void* promptTable(HostServices& host);
const void* storageTable(HostServices& host);
const void* metricsTable(HostServices& host);
const void* adminTable(HostServices& host);
const void* settingsTable(HostServices& host);
const void* mediaTable(HostServices& host);
const void* resolveTable(HostServices& host);
const void* chatTable(HostServices& host);
const void* roomsTable(HostServices& host);
const void* historyTable(HostServices& host);
const void* avatarTable(HostServices& host);

}  // namespace prism::host
