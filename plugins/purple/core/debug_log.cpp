// SPDX-License-Identifier: MIT
#include "core/debug_log.h"

#include "core/libpurple.h"

#include <cstring>
#include <set>

namespace purple {
namespace {

DebugLog* the_log = nullptr;

// Shorter secrets are not hidden: they would match in most lines.
constexpr std::size_t kShortestSecret = 3;

// Many errors of libpurple are about a server, so they are only Info. Errors about the missing D-Bus, and about TLS
// before the first login, are expected: both are switched off on purpose.
prism::LogLevel levelOf(PurpleDebugLevel level, std::string_view category) {
  switch (level) {
    case PURPLE_DEBUG_FATAL:
      return prism::LogLevel::Error;
    case PURPLE_DEBUG_ERROR:
      return category == "dbus" || category == "sslconn" ? prism::LogLevel::Debug : prism::LogLevel::Info;
    case PURPLE_DEBUG_WARNING:
      return prism::LogLevel::Debug;
    default:  // with what users write
      return prism::LogLevel::Trace;
  }
}

void print(PurpleDebugLevel level, const char* category, const char* text) {
  if (the_log) {
    the_log->write(level, category ? category : "", text ? text : "");
  }
}

// Logs warnings of GLib and of libraries that log through GLib.
void logGlibMessage(const gchar* domain, GLogLevelFlags level, const gchar* text, gpointer) {
  const bool bad = (level & (G_LOG_LEVEL_ERROR | G_LOG_LEVEL_CRITICAL)) != 0;
  print(bad ? PURPLE_DEBUG_ERROR : PURPLE_DEBUG_INFO, domain, text);
}

gboolean isWritten(PurpleDebugLevel level, const char* category) {
  return the_log && the_log->isEnabled(level, category ? category : "") ? TRUE : FALSE;
}

}  // namespace

DebugLog::DebugLog(prism::Host host) : host_(host) {
  the_log = this;
  g_log_set_default_handler(logGlibMessage, nullptr);
}

DebugLog::~DebugLog() {
  g_log_set_default_handler(g_log_default_handler, nullptr);
  the_log = nullptr;
}

PurpleDebugUiOps* DebugLog::operations() {
  static PurpleDebugUiOps operations = {print, isWritten, nullptr, nullptr, nullptr, nullptr};
  return &operations;
}

void DebugLog::addSecret(const std::string& text) {
  const std::lock_guard lock(mutex_);
  ++secrets_[text];
}

void DebugLog::removeSecret(const std::string& text) {
  const std::lock_guard lock(mutex_);
  const auto place = secrets_.find(text);
  if (--place->second == 0) {
    secrets_.erase(place);
  }
}

bool DebugLog::isEnabled(PurpleDebugLevel level, std::string_view category) const {
  return host_.logEnabled(levelOf(level, category), category);
}

void DebugLog::write(PurpleDebugLevel level, std::string_view category, std::string text) const {
  while (!text.empty() && text.back() == '\n') {
    text.pop_back();
  }
  {
    const std::lock_guard lock(mutex_);
    for (const auto& [secret, users] : secrets_) {
      for (std::size_t at = 0; (at = text.find(secret, at)) != std::string::npos; at += 3) {
        text.replace(at, secret.size(), "***");
      }
    }
  }
  host_.log(levelOf(level, category), category, text);
}

Secrets::~Secrets() {
  for (std::string& form : forms_) {
    log_.removeSecret(form);
    explicit_bzero(form.data(), form.size());
  }
}

void Secrets::add(std::string_view secret) {
  if (secret.size() < kShortestSecret) {
    return;
  }
  const std::string plain(secret);
  // Hides the plain form, and those escaped for XML and for the address or body of an HTTP request.
  for (const std::string& form : std::set<std::string>{plain, takeString(g_markup_escape_text(plain.c_str(), -1)),
                                                       std::string(textOf(purple_url_encode(plain.c_str())))}) {
    log_.addSecret(form);
    forms_.push_back(form);
  }
}

}  // namespace purple
