#include "host/log.h"

#include <Poco/AutoPtr.h>
#include <Poco/ConsoleChannel.h>
#include <Poco/FormattingChannel.h>
#include <Poco/Logger.h>
#include <Poco/PatternFormatter.h>

#include <iostream>

namespace prism::host {

void setUpLog() {
  Poco::AutoPtr<Poco::PatternFormatter> formatter(new Poco::PatternFormatter("%Y-%m-%d %H:%M:%S.%i %p %s: %t"));
  formatter->setProperty("times", "local");
  const Poco::AutoPtr<Poco::ConsoleChannel> console(new Poco::ConsoleChannel(std::cerr));
  Poco::Logger& root = Poco::Logger::root();
  root.setChannel(Poco::AutoPtr<Poco::FormattingChannel>(new Poco::FormattingChannel(formatter, console)));
  root.setLevel(Poco::Message::PRIO_INFORMATION);
}

}  // namespace prism::host
